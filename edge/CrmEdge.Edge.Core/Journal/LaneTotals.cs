namespace CrmEdge.Edge.Core.Journal;

/// <summary>One <see cref="LaneUse"/> for each lane.</summary>
/// <param name="Money">The money lane.</param>
/// <param name="Identity">The identity lane.</param>
/// <param name="Telemetry">The telemetry lane.</param>
public readonly record struct LaneTotals(LaneUse Money, LaneUse Identity, LaneUse Telemetry)
{
    /// <summary>One lane's use.</summary>
    public LaneUse Of(Lane lane) => lane switch
    {
        Lane.Money => Money,
        Lane.Identity => Identity,
        Lane.Telemetry => Telemetry,
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };

    /// <summary>With one lane's use replaced.</summary>
    public LaneTotals With(Lane lane, LaneUse use) => lane switch
    {
        Lane.Money => this with { Money = use },
        Lane.Identity => this with { Identity = use },
        Lane.Telemetry => this with { Telemetry = use },
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };

    /// <summary>With records gone from each lane.</summary>
    public LaneTotals Minus(LaneTotals less) =>
        new(Money.Minus(less.Money), Identity.Minus(less.Identity), Telemetry.Minus(less.Telemetry));
}
