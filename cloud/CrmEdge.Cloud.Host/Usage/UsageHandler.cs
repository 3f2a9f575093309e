using System.Globalization;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Sync;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Sync;
using CrmEdge.Hosting.Tracing;

namespace CrmEdge.Cloud.Host.Usage;

/// <summary>
/// Rates the readings that a hub sent in a row: one operation for all of them, one charge for each service of a device.
/// </summary>
internal sealed partial class UsageHandler(UsageDirectory directory, ILedger ledger, ILogger<UsageHandler> logger) : IInboxHandler
{
    private const int Tries = 5;

    public RecordType Type => RecordType.Usage;

    public int VersionMax => 1;

    public int RunMax => 200;

    public async Task<InboxOutcome> ApplyAsync(InboxRun run, CancellationToken ct)
    {
        var items = run.Records.Select(Read).ToList();
        for (var i = 0; i < Tries; i++)
        {
            var plans = await directory.PlansAsync(run.Edge.Tenant, [.. items.Select(item => item.Device).Distinct()], ct);
            if (await TryAsync(run, items, plans, ct) is { } outcome) return outcome;
        }
        throw new TimeoutException("The devices' subscriptions kept changing while their readings were rated.");
    }

    /// <summary>Null where a device was sold elsewhere between the look-up and the operation.</summary>
    private async Task<InboxOutcome?> TryAsync(
        InboxRun run, IReadOnlyList<Item> items, Dictionary<Guid, ChargePlan> plans, CancellationToken ct)
    {
        var (edge, readable) = (run.Edge, items.Where(item => item.Unreadable is null).ToList());
        var reused = await directory.ReusedAsync(edge.Tenant, [.. readable.Select(item => (item.Device, item.Reading))], ct);
        reused.UnionWith(readable.GroupBy(item => item.Key)
            .Where(same => same.Select(item => item.Reading).Distinct().Skip(1).Any()).Select(same => same.Key));
        var batches = readable.Where(item => plans.ContainsKey(item.Device)).GroupBy(item => item.Device).ToList();
        var hopeless = items.Where(item => item.Unreadable is not null || !plans.ContainsKey(item.Device))
            .Select(item => item.Unreadable is { } why ? Aside(item, why) : Aside(item, ReadingCode.DeviceNotSold)).ToList();
        if (items.Count == 1 && hopeless is [var lone]) return Refused(lone);
        if (items.Count == 1 && reused.Count == 1) return Refused(Aside(items[0], ReadingCode.KeyReused));

        IEnumerable<(InboxRecord Record, string Code, string Message)> Asides(RunOutcome outcome) => hopeless.Concat(
            from pair in batches.Zip(outcome.Outcomes)
            from reading in pair.First.Zip(pair.Second.Codes)
            let isReused = reading.Second == ReadingCode.Duplicate && reused.Contains(reading.First.Key)
            let code = isReused ? ReadingCode.KeyReused : reading.Second
            where code is not (ReadingCode.Rated or ReadingCode.Duplicate)
            select Aside(reading.First, code));

        var operation = new ChargeRun(edge.Tenant,
            [.. batches.Select(b =>
                new ChargeUsage(plans[b.Key], [.. b.Select(item => item.Reading)], edge.Edge, run.IsReplay,
                    [.. b.Select(item => TraceContext.IdOf(item.Record.Trace))]))]);
        var done = await run.CommitAsync(operation, Asides, ct);
        if (done.IsStale) return null;
        if (!run.IsMarked) return Refused(Asides(done).First());
        Log.Rated(logger, items.Count, edge.Edge, done.Outcomes.Sum(o => o.Codes.Count(c => c == ReadingCode.Rated)));
        foreach (var crossed in batches.Zip(done.Outcomes).Where(b => b.Second.CrossedLimit))
            await SettleAsync(plans[crossed.First.Key], ct);
        return InboxOutcome.Applied();
    }

    // The device itself was suspended with its charge. Should the host stop right here, each of the others is with its own.
    private Task<AccountStanding> SettleAsync(ChargePlan plan, CancellationToken ct) =>
        ledger.SubmitAsync(new SetCreditLimit(plan.Tenant, plan.Contact, plan.Currency, (false, null)), ct);

    private static InboxOutcome Refused((InboxRecord Record, string Code, string Message) aside) =>
        InboxOutcome.Refused(aside.Code, aside.Message);

    private static (InboxRecord Record, string Code, string Message) Aside(Item item, ReadingCode code) =>
        (item.Record, WireName.Of(code), $"{UsageWords.Of(code)} Device {item.Device}, number {item.Reading.Seq}.");

    private static (InboxRecord Record, string Code, string Message) Aside(Item item, string code) =>
        (item.Record, $"reading_{code}",
        $"Device {item.Device} sent what is no reading; the payload holds it. Correct the device; enter the usage by hand.");

    private static Item Read(InboxRecord record)
    {
        var message = UsageReading.Parser.ParseFrom(record.Payload);

        // What the hub let through and is no device or quantity of ours is refused below by name, not by an exception.
        var device = Guid.TryParse(message.DeviceId, out var id) ? id : Guid.Empty;
        var quantity =
            decimal.TryParse(message.Quantity, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var q) ? q : -1;
        var seq = message.Seq <= long.MaxValue ? (long)message.Seq : 0;
        var at = message.MeasuredAt?.ToDateTimeOffset() ?? record.RecordedAt;
        var unreadable = message.UnreadableCode.Length == 0 ? null : message.UnreadableCode;
        return new Item(record, device, new Reading(message.Boot, seq, message.Meter, quantity, at), unreadable);
    }

    private sealed record Item(InboxRecord Record, Guid Device, Reading Reading, string? Unreadable)
    {
        public (Guid, ulong, long) Key => (Device, Reading.Boot, Reading.Seq);
    }

    private static partial class Log
    {
        [LoggerMessage(3500, LogLevel.Debug, "Of {Readings} readings from edge {Edge}, {Rated} were new and rated")]
        public static partial void Rated(ILogger logger, int readings, Guid edge, int rated);
    }
}
