using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Devices;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>How a cycle ended.</summary>
public enum CloseCode
{
    /// <summary>It is closed; where anything was charged there is an invoice.</summary>
    Closed,

    /// <summary>It was closed before.</summary>
    AlreadyClosed,

    /// <summary>It has not ended.</summary>
    NotDue,

    /// <summary>An earlier cycle is to be closed first, or the subscription is not there.</summary>
    OutOfOrder,
}

/// <summary>The answer to closing a cycle.</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Invoice">Its invoice; null where there was nothing to charge.</param>
public sealed record CloseOutcome(CloseCode Code, Invoice? Invoice);

/// <summary>What a cycle is closed with: reference data and the names of records, looked up before the books are.</summary>
/// <param name="Subscription">The subscription as it was read.</param>
/// <param name="Cycle">The cycle to close.</param>
/// <param name="Periods">Periods with charges that no invoice has, of this cycle and of earlier ones that got late
/// readings.</param>
/// <param name="Services">The services held, with the price each has at the end of the cycle.</param>
/// <param name="TaxPercent">The rate at the invoice's date; 0 for none.</param>
/// <param name="At">The invoice's date, by the business's clock.</param>
/// <param name="Zone">The business's civil time.</param>
public sealed record CyclePlan(
    Subscription Subscription, BillingCycle Cycle, IReadOnlyList<Guid> Periods,
    IReadOnlyList<(Guid Service, PricedFrom Price)> Services,
    decimal TaxPercent, DateTimeOffset At, TimeZoneInfo Zone);

/// <summary>
/// Closes a subscription's cycle: what is due without usage is charged, the charges that no invoice has yet become one with the
/// next number, tax is posted. The invoice follows from what was charged, so closing again finds it and posts nothing.
/// </summary>
/// <param name="plan">What it is closed with.</param>
public sealed class CloseCycle(CyclePlan plan) : IOperation<CloseOutcome>
{
    private readonly Subscription _sold = plan.Subscription;
    private readonly CreditStanding _standing =
        new(plan.Subscription.Tenant, plan.Subscription.Owner, plan.Subscription.Currency);
    private readonly Account _revenue = Counter(plan.Subscription, AccountKind.ServiceRevenue);
    private readonly Account _tax = Counter(plan.Subscription, AccountKind.Tax);

    private Guid InvoiceId => Invoice.IdOf(_sold.Id, plan.Cycle.Start);

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(_sold.Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        _standing.Reads(reads);
        reads.Find<Subscription>(_sold.Id);
        reads.Find<Invoice>(InvoiceId);
        reads.Find<InvoiceCounter>(InvoiceCounter.IdOf(_sold.Tenant));
        reads.Of<DeviceBinding>(_sold.Owner);
        foreach (var period in plan.Periods) reads.Find<PeriodUsage>(period);
        foreach (var (service, price) in plan.Services)
        {
            reads.Find<PeriodUsage>(PeriodUsage.IdOf(service, price.Id, plan.Cycle.Start));
            Charges.Reads(reads, FeeOf(service), _revenue);
        }
        Charges.Reads(reads, TaxTransfer, _tax);
    }

    /// <inheritdoc/>
    public Verdict<CloseOutcome> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<Subscription>(_sold.Id) is not { } current || current.BilledTo < plan.Cycle.Start)
            return Refuse(CloseCode.OutOfOrder);
        if (current.BilledTo > plan.Cycle.Start)
            return Verdict.Keep(new CloseOutcome(CloseCode.AlreadyClosed, books.Find<Invoice>(InvoiceId)));
        if (BillingCycle.DayOf(plan.At, plan.Zone) < plan.Cycle.End) return Refuse(CloseCode.NotDue);
        var periods = Periods(books);
        var draft = InvoiceDraft.Of(periods.Select(Item), plan.TaxPercent, _sold.Currency);
        foreach (var period in periods) books.Put(period with { Invoiced = period.Total.Charged });
        books.Put(current with { BilledTo = plan.Cycle.End });
        var invoice = draft.Lines.Count == 0 ? null : Finalise(books, draft);
        _standing.Settle(books, books.Of<DeviceBinding>(_sold.Owner), now);
        return Verdict.Keep(new CloseOutcome(CloseCode.Closed, invoice));
    }

    /// <summary>All periods with something to invoice, what is due without usage charged.</summary>
    private List<PeriodUsage> Periods(Books books)
    {
        var found = plan.Periods.Select(books.Find<PeriodUsage>).OfType<PeriodUsage>().ToDictionary(p => p.Id);
        foreach (var (service, price) in plan.Services)
        {
            var id = PeriodUsage.IdOf(service, price.Id, plan.Cycle.Start);
            var before = books.Find<PeriodUsage>(id);

            // A price that was replaced within the cycle has had its fee by the usage at it.
            if (before is null && found.Values.Any(p => p.Service == service && p.Cycle == plan.Cycle)) continue;
            before ??= PeriodUsage.New(_sold.Tenant, _sold.Id, service, price.Id, plan.Cycle, _sold.Currency);
            var after = before with { Total = before.Total.Add(price.Tariff, 0) };
            Charges.Post(books, FeeOf(service), _standing.Receivable, _revenue, after.Total.Charged - before.Total.Charged,
                TransferCode.Charge, References(service));
            found[id] = after;
        }
        return [.. found.Values];
    }

    private Invoice Finalise(Books books, InvoiceDraft draft)
    {
        var counter = books.Find<InvoiceCounter>(InvoiceCounter.IdOf(_sold.Tenant))
            ?? new InvoiceCounter(_sold.Tenant, InvoiceCounter.IdOf(_sold.Tenant), 0);
        var invoice = new Invoice(
            _sold.Tenant, InvoiceId, _sold.Owner, _sold.Id, counter.Last + 1, plan.Cycle, draft.Net, draft.Tax, plan.TaxPercent,
            plan.At);
        books.Put(counter with { Last = invoice.Number });
        books.Put(invoice);
        for (var i = 0; i < draft.Lines.Count; i++)
            books.Append(new InvoiceLine(_sold.Tenant, invoice.Id, i + 1, draft.Lines[i]));
        Charges.Post(books, TaxTransfer, _standing.Receivable, _tax, draft.Tax, TransferCode.TaxCharge, References(null));
        return invoice;
    }

    private InvoiceItem Item(PeriodUsage p) =>
        new(p.Id, p.Service, p.Price, p.Cycle, p.Total.Quantity, p.Total.Charged - p.Invoiced);

    private TransferReferences References(Guid? service) => new(Operation: InvoiceId, Subject: _sold.Id, Rule: service);

    private Guid TaxTransfer => NamedId.Of(InvoiceId, "tax");

    private Guid FeeOf(Guid service) => NamedId.Of(InvoiceId, $"fee:{service:N}");

    private static Account Counter(Subscription sold, AccountKind kind) =>
        Account.New(sold.Tenant, kind, sold.Tenant, sold.Currency);

    private static Verdict<CloseOutcome> Refuse(CloseCode code) =>
        Verdict.Refuse(WireName.Of(code), new CloseOutcome(code, null));
}
