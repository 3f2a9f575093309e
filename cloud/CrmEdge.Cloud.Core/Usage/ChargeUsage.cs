using System.Globalization;
using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Usage;

/// <summary>What became of a batch of readings.</summary>
/// <param name="IsStale">The device was sold elsewhere meanwhile: nothing was done, look the plan up and send the batch
/// again.</param>
/// <param name="Codes">One for each reading, in their order.</param>
/// <param name="Charged">What the batch charged in all.</param>
/// <param name="CrossedLimit">The contact owes more than it may and had not before: settle its other devices.</param>
public sealed record UsageOutcome(bool IsStale, IReadOnlyList<ReadingCode> Codes, Money Charged, bool CrossedLimit);

/// <summary>
/// Takes a batch of one device's readings: each number once, each reading into the period it was measured in, one charge per
/// service for the batch. Charges beyond the credit limit are booked all the same; the device is then suspended.
/// </summary>
/// <param name="plan">What they are charged by.</param>
/// <param name="readings">Up to <see cref="ReadingsMax"/>.</param>
/// <param name="edge">The hub that sent them.</param>
/// <param name="intoClosed">A person's replay: readings also count where their hole was given up.</param>
/// <param name="traces">The trace id of each reading, in their order; null where none is known.</param>
public sealed class ChargeUsage(
    ChargePlan plan, IReadOnlyList<Reading> readings, Guid edge, bool intoClosed = false, IReadOnlyList<string?>? traces = null)
    : IOperation<UsageOutcome>
{
    /// <summary>Readings of one batch.</summary>
    public const int ReadingsMax = 500;

    private readonly Slot?[] _slots = [.. readings.Select(plan.SlotOf)];
    private readonly CreditStanding _standing = new(plan.Tenant, plan.Contact, plan.Currency);
    private readonly Account _revenue = Account.New(plan.Tenant, AccountKind.ServiceRevenue, plan.Tenant, plan.Currency);

    // The same readings make the same id; where they were charged before, the books know their numbers and charge nothing.
    private readonly Guid _batch = NamedId.Of(plan.Device, (intoClosed ? "!" : "") + string.Join(',', readings.Select(r =>
        string.Create(CultureInfo.InvariantCulture, $"{r.Boot:x16}:{r.Seq}"))));

    private Guid Hub => DeviceHub.IdOf(plan.Device, edge);

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(plan.Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        Invariant.Holds(readings.Count <= ReadingsMax);
        _standing.Reads(reads);
        reads.Find<DeviceBinding>(plan.Device);
        reads.Find<DeviceHub>(Hub);
        foreach (var boot in readings.Select(r => r.Boot).Distinct()) reads.Find<UsageMark>(UsageMark.IdOf(plan.Device, boot));
        foreach (var slot in _slots.OfType<Slot>())
        {
            reads.Find<PeriodUsage>(slot.Period);
            Charges.Reads(reads, TransferOf(slot.Service), _revenue);
        }
    }

    /// <inheritdoc/>
    public Verdict<UsageOutcome> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<DeviceBinding>(plan.Device) is not { } binding || binding.Owner != plan.Contact
            || binding.Subscription != plan.Subscription)
            return Verdict.Refuse("device_binding_changed", new UsageOutcome(true, [], Money.Zero(plan.Currency), false));
        if (books.Find<DeviceHub>(Hub) is null)
            return Verdict.Keep(
                new UsageOutcome(
                    false, [.. readings.Select(_ => ReadingCode.DeviceNotOfThisHub)], Money.Zero(plan.Currency), false));
        var wasOver = _standing.IsOver(books);
        var codes = Admit(books, now);
        var charges = Rate(books, codes);
        foreach (var (service, amount) in charges) Post(books, service, amount);
        for (var i = 0; i < codes.Length; i++)
        {
            if (codes[i] != ReadingCode.Rated) continue;
            Guid? transfer = charges[_slots[i]!.Service].Minor == 0 ? null : TransferOf(_slots[i]!.Service);
            books.Append(new UsageRow(
                plan.Tenant, plan.Device, readings[i], _slots[i]!.Period, transfer, now, traces?[i]));
        }
        _standing.Settle(books, [binding], now);
        var total = charges.Values.Aggregate(Money.Zero(plan.Currency), (sum, charge) => sum + charge);
        return Verdict.Keep(new UsageOutcome(false, codes, total, !wasOver && _standing.IsOver(books)));
    }

    private ReadingCode[] Admit(Books books, DateTimeOffset now)
    {
        var marks = new Dictionary<ulong, UsageMark>();
        var codes = new ReadingCode[readings.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            var (reading, wrong) = (readings[i], readings[i].Check());
            if (wrong != ReadingCode.Rated || _slots[i] is null)
            {
                codes[i] = wrong != ReadingCode.Rated ? wrong : ReadingCode.MeterUnknown;
                continue;
            }
            if (!marks.TryGetValue(reading.Boot, out var mark)) mark = MarkOf(books, reading.Boot);
            var (code, after) = mark.Seen.Take(reading.Seq, now, intoClosed);
            marks[reading.Boot] = mark with { Seen = after };
            codes[i] = code switch
            {
                SeenCode.New => ReadingCode.Rated,
                SeenCode.Duplicate => ReadingCode.Duplicate,
                _ => ReadingCode.LateInClosedHole,
            };
        }
        foreach (var mark in marks.Values) books.Put(mark);
        return codes;
    }

    private UsageMark MarkOf(Books books, ulong boot)
    {
        var id = UsageMark.IdOf(plan.Device, boot);
        return books.Find<UsageMark>(id) ?? new UsageMark(plan.Tenant, id, plan.Device, boot, Seen.Nothing);
    }

    /// <summary>Adds what is new to its periods; what each service's charge grew by.</summary>
    private Dictionary<Guid, Money> Rate(Books books, ReadingCode[] codes)
    {
        var charges = new Dictionary<Guid, Money>();
        var taken = Enumerable.Range(0, codes.Length).Where(i => codes[i] == ReadingCode.Rated).GroupBy(i => _slots[i]!.Period);
        foreach (var period in taken)
        {
            var slot = _slots[period.First()]!;
            var before = books.Find<PeriodUsage>(slot.Period) ?? plan.New(slot);
            var after = before.Total.Add(slot.Price.Tariff, period.Sum(i => readings[i].Quantity));
            books.Put(before with { Total = after });
            charges[slot.Service] =
                charges.GetValueOrDefault(slot.Service, Money.Zero(plan.Currency)) + (after.Charged - before.Total.Charged);
        }
        return charges;
    }

    private void Post(Books books, Guid service, Money amount) => Charges.Post(
        books, TransferOf(service), _standing.Receivable, _revenue, amount, TransferCode.Charge,
        new TransferReferences(Operation: _batch, Subject: plan.Device, Rule: service));

    private Guid TransferOf(Guid service) => NamedId.Of(_batch, $"charge:{service:N}");
}
