namespace CrmEdge.Rules.Offers;

/// <summary>Gives a share of a purchase into a pool. One version of it: a decision names the version.</summary>
public sealed record Offer
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The share of what it accepts, in percent: above 0, at most 100.</summary>
    public required decimal Percent { get; init; }

    /// <summary>The pool that receives it.</summary>
    public required Guid Pool { get; init; }

    /// <summary>Whether the award may pay the purchase that earned it.</summary>
    public AwardTiming Timing { get; init; } = AwardTiming.Deferred;

    /// <summary>When, where and on what.</summary>
    public Conditions Conditions { get; init; } = Conditions.None;
}

/// <summary>From when an award can be used.</summary>
public enum AwardTiming
{
    /// <summary>From the next purchase.</summary>
    Deferred,

    /// <summary>On the purchase in hand already.</summary>
    Instant,
}

/// <summary>What is given where several offers match.</summary>
public enum OfferResolution
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>The one that gives most; of equals the one with the smaller code.</summary>
    Best,
}
