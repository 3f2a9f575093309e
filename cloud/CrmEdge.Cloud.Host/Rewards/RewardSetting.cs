using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>How a business rewards, as it is stored and sent.</summary>
internal sealed record RewardSetting
{
    public OfferResolution Resolution { get; init; }

    public RedeemMode Redeem { get; init; }

    public ReductionMode Reduction { get; init; }

    /// <summary>A caller that names the contact by id or code may spend its business money without a code.</summary>
    public bool TrustCaller { get; init; }

    /// <summary>Wallet codes carry a one-time code, and a bare one is not taken.</summary>
    public bool RotatingCodes { get; init; }

    public IReadOnlyList<LimitSetting> SpendLimits { get; init; } = [];

    public RewardPolicy Policy =>
        new() { Resolution = Resolution, Redeem = Redeem, Reduction = Reduction, TrustCaller = TrustCaller };
}

/// <summary>A limit on what one contact spends in a period; amounts in major units of the business's currency.</summary>
internal sealed record LimitSetting(LimitPeriod Period, int? MaximumNumber, decimal? MaximumAmount)
{
    public Limit In(Currency currency) =>
        new(Period, MaximumNumber, MaximumAmount is { } major ? Money.Round(major, currency) : null);
}

/// <summary>What an offer does, as it is stored.</summary>
internal sealed record OfferRule(decimal Percent, AwardTiming Timing, Conditions Conditions);

/// <summary>What a pool may pay, as it is stored.</summary>
internal sealed record PoolRule(Conditions Conditions, int? LifeMonths, int Priority, PoolTax Tax, bool Active)
{
    /// <summary>"Spend Anywhere within a year".</summary>
    public static PoolRule Default { get; } = new(Conditions.None, 12, 0, PoolTax.PaymentMethod, true);
}
