using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmEdge.Benchmarks.Journal;

/// <summary>Producers that each append, wait for the answer, and append again.</summary>
internal sealed class JournalRound(byte[] payload, int producers, bool keyed, TimeProvider time)
{
    public async Task<RoundResult> RunAsync(string path, TimeSpan roundTime, CancellationToken ct)
    {
        using var commits = new CommitCounter();
        var started = time.GetTimestamp();
        List<TimeSpan>[] answered;
        TimeSpan took;
        await using (var journal = Open(path))
        {
            var running = Enumerable.Range(0, producers)
                .Select(producer => Task.Run(() => ProduceAsync(journal, producer, started, roundTime, ct), ct))
                .ToArray();
            answered = await Task.WhenAll(running);
            took = time.GetElapsedTime(started);
        }

        var latencies = answered.SelectMany(of => of).ToArray();
        Array.Sort(latencies);
        Verify(path, latencies.Length);
        return new RoundResult(latencies.Length, commits.Count, took, latencies);
    }

    private EdgeJournal Open(string path) => EdgeJournal.Open(
        new JournalOptions { Path = path }, time, new IdSource(time, RandomNumberGenerator.Fill),
        NullLogger<EdgeJournal>.Instance);

    private async Task<List<TimeSpan>> ProduceAsync(
        EdgeJournal journal, int producer, long started, TimeSpan roundTime, CancellationToken ct)
    {
        var latencies = new List<TimeSpan>();
        while (time.GetElapsedTime(started) < roundTime)
        {
            var key = keyed ? RecordKey.Of($"bench:{producer}:{latencies.Count}", payload) : null;
            var asked = time.GetTimestamp();
            var outcome = await journal.AppendAsync(new JournalRecord(Lane.Telemetry, 1, 1, payload, key), ct);
            latencies.Add(time.GetElapsedTime(asked));
            if (outcome.Code != AppendCode.Recorded) throw new InvalidOperationException($"An append ended as {outcome.Code}.");
        }

        return latencies;
    }

    // From the closed file, without the journal's own code: as many rows as were answered, numbered without a gap.
    private void Verify(string path, int answered)
    {
        using var db = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        db.Open();
        using var ask = db.CreateCommand();
        ask.CommandText = "SELECT count(*), min(seq), max(seq), sum(length(payload)) FROM record";
        using var row = ask.ExecuteReader();
        row.Read();
        var sound = row.GetInt64(0) == answered && row.GetInt64(1) == 1 && row.GetInt64(2) == answered
            && row.GetInt64(3) == (long)answered * payload.Length;
        if (!sound)
            throw new InvalidOperationException($"{answered} appends were answered, the file has {row.GetInt64(0)} rows.");
    }

    /// <summary>Counts commits by the journal's own histogram.</summary>
    private sealed class CommitCounter : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public CommitCounter()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "journal.commit.items") listener.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _count));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
