using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Usage;

/// <summary>A price of a service from an instant on.</summary>
/// <param name="Id">The version of the price.</param>
/// <param name="From">Since when it counts; the earliest also counts before.</param>
/// <param name="Tariff">What it costs.</param>
public sealed record PricedFrom(Guid Id, DateTimeOffset From, Tariff Tariff);

/// <summary>A usage service and its prices.</summary>
/// <param name="Service">The service of the subscription.</param>
/// <param name="Prices">At least one, the earliest first.</param>
public sealed record MeterPlan(Guid Service, IReadOnlyList<PricedFrom> Prices)
{
    /// <summary>The price at an instant.</summary>
    public PricedFrom At(DateTimeOffset at) => Prices.LastOrDefault(p => p.From <= at) ?? Prices[0];
}

/// <summary>What a device's readings are charged by: reference data, looked up before the books are.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Device">The device.</param>
/// <param name="Contact">Who pays.</param>
/// <param name="Subscription">The subscription.</param>
/// <param name="Currency">Of the subscription.</param>
/// <param name="FirstDay">Of the subscription; cycles follow from it.</param>
/// <param name="Zone">The business's civil time.</param>
/// <param name="Now">The business's time: what claims to be later is rated as of now, or it would wait years for its
/// invoice.</param>
/// <param name="Meters">By what readings call them.</param>
public sealed record ChargePlan(
    Guid Tenant, Guid Device, Guid Contact, Guid Subscription, Currency Currency, DateOnly FirstDay, TimeZoneInfo Zone,
    DateTimeOffset Now, IReadOnlyDictionary<string, MeterPlan> Meters)
{
    /// <summary>Where a reading belongs; null for a meter that is not sold.</summary>
    internal Slot? SlotOf(Reading reading)
    {
        if (!Meters.TryGetValue(reading.Meter, out var meter)) return null;
        var at = reading.MeasuredAt < Now ? reading.MeasuredAt : Now;
        var price = meter.At(at);
        var cycle = BillingCycle.Of(FirstDay, BillingCycle.DayOf(at, Zone));
        return new Slot(meter.Service, price, cycle);
    }

    internal PeriodUsage New(Slot slot) =>
        PeriodUsage.New(Tenant, Subscription, slot.Service, slot.Price.Id, slot.Cycle, Currency);
}

/// <summary>A service, a price and a cycle.</summary>
internal sealed record Slot(Guid Service, PricedFrom Price, BillingCycle Cycle)
{
    public Guid Period => PeriodUsage.IdOf(Service, Price.Id, Cycle.Start);
}
