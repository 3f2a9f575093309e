using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Usage;

/// <summary>What a service used at one price in one cycle, what was charged and what invoices have had of it.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Owner">The subscription.</param>
/// <param name="Service">The service.</param>
/// <param name="Price">The version of its price.</param>
/// <param name="Cycle">The cycle in which it was used.</param>
/// <param name="Total">Units used and their charge.</param>
/// <param name="Invoiced">The part of the charge that stands on invoices.</param>
public sealed record PeriodUsage(
    Guid Tenant, Guid Id, Guid Owner, Guid Service, Guid Price, BillingCycle Cycle, RatedTotal Total, Money Invoiced) : IOwnedBy
{
    /// <summary>The id of a service, a price and a cycle.</summary>
    public static Guid IdOf(Guid service, Guid price, DateOnly cycleStart) =>
        NamedId.Of(service, $"usage:{price:N}:{cycleStart:yyyyMMdd}");

    /// <summary>Nothing used yet.</summary>
    public static PeriodUsage New(
        Guid tenant, Guid subscription, Guid service, Guid price, BillingCycle cycle, Currency currency) =>
        new(tenant, IdOf(service, price, cycle.Start), subscription, service, price, cycle, RatedTotal.Nothing(currency),
            Money.Zero(currency));
}

/// <summary>Which readings of one start of a device were taken.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Device">The device.</param>
/// <param name="Boot">Random at each start of the device.</param>
/// <param name="Seen">The numbers.</param>
public sealed record UsageMark(Guid Tenant, Guid Id, Guid Device, ulong Boot, Seen Seen) : IOwned
{
    /// <summary>The id of a start of a device.</summary>
    public static Guid IdOf(Guid device, ulong boot) => NamedId.Of(device, $"boot:{boot:x16}");
}

/// <summary>A reading that was rated. Never changed.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Device">The device.</param>
/// <param name="Reading">What it said.</param>
/// <param name="Period">The record it was added to.</param>
/// <param name="Transfer">The charge of its batch; null where that came to nothing.</param>
/// <param name="RatedAt">When.</param>
/// <param name="Trace">The trace id of the message it came in, 32 hexadecimal digits; null where none is known.</param>
public sealed record UsageRow(
    Guid Tenant, Guid Device, Reading Reading, Guid Period, Guid? Transfer, DateTimeOffset RatedAt, string? Trace = null) : IFact;
