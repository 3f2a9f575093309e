namespace CrmEdge.Cloud.Core.Rating;

/// <summary>What may be wrong with a tariff.</summary>
public enum TariffCode
{
    /// <summary>It has no tier.</summary>
    NoTiers,

    /// <summary>It has more than <see cref="TariffRules.TiersMax"/>.</summary>
    TooManyTiers,

    /// <summary>A flat tariff has one tier.</summary>
    FlatHasOneTier,

    /// <summary>The first tier starts elsewhere than at 1.</summary>
    FirstTierMustStartAtOne,

    /// <summary>Units between two tiers have no price.</summary>
    TierGap,

    /// <summary>Units are priced by two tiers.</summary>
    TierOverlap,

    /// <summary>A tier ends before it starts.</summary>
    TierEndsBeforeItStarts,

    /// <summary>The last tier has an end, so that units above it have no price.</summary>
    LastTierMustBeOpen,

    /// <summary>A tier without an end is followed by another.</summary>
    OnlyLastTierMayBeOpen,

    /// <summary>A price or fee is below zero, too large, or has too many decimals.</summary>
    PriceOutOfRange,

    /// <summary>A block holds no units.</summary>
    BlockMustBePositive,

    /// <summary>The allowance is below zero or too large.</summary>
    AllowanceOutOfRange,
}

/// <summary>One thing that is wrong with a tariff.</summary>
/// <param name="Code">What.</param>
/// <param name="Tier">In which tier, from 0; null for the tariff as a whole.</param>
/// <param name="Reason">For a person: what is wrong with it.</param>
public sealed record TariffError(TariffCode Code, int? Tier, string Reason);
