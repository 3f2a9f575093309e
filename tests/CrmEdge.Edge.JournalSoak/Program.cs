using System.Globalization;
using System.Security.Cryptography;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Hosting;
using CrmEdge.Kernel;
using Microsoft.Extensions.Logging.Abstractions;

// Appends from many producers until it is killed. Prints "acked KEY SEQ" after each answer, and nothing that was not answered.
if (args is not [var path, var run, var producersText])
{
    Console.Error.WriteLine("Usage: journal-soak JOURNAL-FILE RUN-NAME PRODUCERS");
    return 64;
}

var ids = new IdSource(Ambient.Time, RandomNumberGenerator.Fill);
var options = new JournalOptions { Path = path };
await using var journal = EdgeJournal.Open(options, Ambient.Time, ids, NullLogger<EdgeJournal>.Instance);
await using var output = new StreamWriter(Console.OpenStandardOutput());
using var oneLine = new SemaphoreSlim(1);
await SayAsync($"opened {journal.Start.Kind} {journal.Incarnation}");

var producers = int.Parse(producersText, CultureInfo.InvariantCulture);
var working = Enumerable.Range(0, producers).Select(producer => Task.Run(() => ProduceAsync(producer)));
await Task.WhenAll(working.Append(Task.Run(ConfirmAsync)));
return 0;

async Task ProduceAsync(int producer)
{
    for (var n = 0; ; n++)
    {
        var key = $"{run}:{producer}:{n}";
        var payload = System.Text.Encoding.ASCII.GetBytes(key.PadRight(300, '.'));
        var lane = (producer % 3) switch { 0 => Lane.Money, 1 => Lane.Identity, _ => Lane.Telemetry };
        var outcome = await journal.AppendAsync(new JournalRecord(lane, 1, 1, payload, RecordKey.Of(key, payload)), default);
        if (outcome.IsDurable) await SayAsync($"acked {key} {outcome.Seq}");
    }
}

// The cloud's side: confirms what it can read, so that a kill also meets confirmations half done.
async Task ConfirmAsync()
{
    while (true)
    {
        await journal.WaitForRecordsAsync(journal.State.Acked, default);
        var batch = journal.Reader.ReadAfter(journal.State.Acked, rowsMax: 200, bytesMax: 1_000_000);
        await journal.AckAsync(journal.Incarnation, batch[^1].Seq, default);
    }
}

async Task SayAsync(string line)
{
    await oneLine.WaitAsync();
    try
    {
        await output.WriteLineAsync(line);
        await output.FlushAsync();
    }
    finally
    {
        oneLine.Release();
    }
}
