using CrmEdge.Contracts.Pos;
using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using EdgeAgent = CrmEdge.Edge.Agent.Program;

// The whole agent, ringing award-only sales of its own for as long as it lives, or until it has rung so many. Prints
// "rung REFERENCE" once a sale is durable, and nothing that is not. Settings of the agent may follow.
if (args is not [var run, var tap, var contact, var every, var most, .. var settings])
{
    Console.Error.WriteLine("Usage: sync-load RUN TAP CONTACT-CODE MILLISECONDS SALES [AGENT-SETTINGS]");
    return 64;
}

var pause = TimeSpan.FromMilliseconds(int.Parse(every, System.Globalization.CultureInfo.InvariantCulture));
var sales = int.Parse(most, System.Globalization.CultureInfo.InvariantCulture);
await using var app = EdgeAgent.Build(settings);
await app.StartAsync();
var journal = app.Services.GetRequiredService<EdgeJournal>();
var time = app.Services.GetRequiredService<TimeProvider>();
for (var n = 0; n < sales; n++)
{
    var reference = $"{run}-{n}";
    var key = new BookingKey { Tap = tap, BusinessDate = "2026-11-21", Reference = reference };
    var sale = new Purchase
    {
        Key = key, Identification = new Identification { ContactCode = contact },
            SoldAt = Timestamp.FromDateTimeOffset(time.GetUtcNow()),
        Currency = "EUR", Totals = new Totals { Net = 1000, Tax = 0, Total = 1000 },
    };
    var payload = sale.ToByteArray();
    var outcome = await journal.AppendAsync(new JournalRecord(
        Lane.Money, (int)RecordType.Purchase, 1, payload, RecordKey.Of($"sale:{tap}:{reference}", payload)),
            CancellationToken.None);
    Invariant.Holds(outcome.IsDurable);
    Console.WriteLine($"rung {reference}");
    await Task.Delay(pause, time);
}
Console.WriteLine("all rung");
await app.WaitForShutdownAsync();
return 0;
