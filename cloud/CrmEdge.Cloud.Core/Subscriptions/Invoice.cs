using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>A finalised invoice: it never changes. The owner is the contact.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Owner">The contact.</param>
/// <param name="Subscription">The subscription.</param>
/// <param name="Number">From 1, without gaps, per business and mode.</param>
/// <param name="Cycle">The cycle it closes.</param>
/// <param name="Net">Sum of its lines.</param>
/// <param name="Tax">Sum of their taxes.</param>
/// <param name="TaxPercent">The rate at its date.</param>
/// <param name="IssuedAt">Its date, by the business's clock.</param>
public sealed record Invoice(
    Guid Tenant, Guid Id, Guid Owner, Guid Subscription, long Number, BillingCycle Cycle, Money Net, Money Tax,
    decimal TaxPercent,
    DateTimeOffset IssuedAt) : IOwnedBy
{
    /// <summary>The invoice of a subscription's cycle: there is one.</summary>
    public static Guid IdOf(Guid subscription, DateOnly cycleStart) => NamedId.Of(subscription, $"invoice:{cycleStart:yyyyMMdd}");
}

/// <summary>A line of an invoice.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Invoice">The invoice.</param>
/// <param name="Number">From 1.</param>
/// <param name="Line">What it charges.</param>
public sealed record InvoiceLine(Guid Tenant, Guid Invoice, int Number, TaxedItem Line) : IFact;

/// <summary>The last invoice number given.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Last">The number; 0 before the first.</param>
public sealed record InvoiceCounter(Guid Tenant, Guid Id, long Last) : IOwned
{
    /// <summary>The one counter of a business.</summary>
    public static Guid IdOf(Guid tenant) => NamedId.Of(tenant, "invoice-number");
}
