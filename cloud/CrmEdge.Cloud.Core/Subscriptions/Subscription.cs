using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Subscriptions;

/// <summary>Services of one contact that are billed together, on the same day of each month (the anniversary of the
/// first).</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">Given by whoever opens it.</param>
/// <param name="Owner">The contact.</param>
/// <param name="Code">Sixteen digits, for people.</param>
/// <param name="Currency">Of everything it charges.</param>
/// <param name="FirstDay">The civil date of its first day, in the business's zone.</param>
/// <param name="BilledTo">The first day that no invoice has closed yet; the start of a cycle.</param>
/// <param name="OpenedAt">When it was opened.</param>
public sealed record Subscription(
    Guid Tenant, Guid Id, Guid Owner, string Code, Currency Currency, DateOnly FirstDay, DateOnly BilledTo,
    DateTimeOffset OpenedAt)
    : IOwnedBy
{
    /// <summary>The cycle that is next to be closed.</summary>
    public BillingCycle OpenCycle => BillingCycle.Of(FirstDay, BilledTo);
}

/// <summary>Where a service stands. Names are stored.</summary>
public enum ServiceState
{
    /// <summary>Delivered and charged.</summary>
    Effective,

    /// <summary>Ended: nothing new is delivered, and what was used before is still charged.</summary>
    Cancelled,
}

/// <summary>A usage service held by a subscription.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">Its id.</param>
/// <param name="Owner">The subscription.</param>
/// <param name="Product">The product of class USAGE_SERVICE.</param>
/// <param name="Meter">What devices call it in their readings: the product's SKU.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Since">The civil date of its first day.</param>
public sealed record SubscribedService(
    Guid Tenant, Guid Id, Guid Owner, Guid Product, string Meter, ServiceState State, DateOnly Since) : IOwnedBy;

/// <summary>What a contact may owe in one currency. The id is that of its receivable account.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="AccountId"/>.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Currency">The currency.</param>
/// <param name="LimitMinor">Beyond this its devices are suspended; null is no limit.</param>
public sealed record CreditTerms(Guid Tenant, Guid Id, Guid Contact, Currency Currency, long? LimitMinor) : IOwned;
