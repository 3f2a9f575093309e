using System.Globalization;

namespace CrmEdge.Cloud.Core.Rating;

/// <summary>Checks a tariff before it is sold, and tells everything that is wrong with it at once.</summary>
public static class TariffRules
{
    /// <summary>Tiers of one tariff.</summary>
    public const int TiersMax = 50;

    /// <summary>The highest price or fee, in major units.</summary>
    public const decimal PriceMax = 1_000_000;

    /// <summary>Decimals of a price.</summary>
    public const int PriceDecimals = 6;

    /// <summary>The largest quantity, as a bound and as one reading.</summary>
    public const decimal QuantityMax = 1_000_000_000;

    /// <summary>Everything that is wrong; nothing where the tariff can be sold.</summary>
    public static IEnumerable<TariffError> Errors(Tariff tariff)
    {
        ArgumentNullException.ThrowIfNull(tariff);
        var tiers = tariff.Tiers;
        if (tariff.Allowance is < 0 or > QuantityMax)
            yield return new(TariffCode.AllowanceOutOfRange, null, Text($"the allowance is not between 0 and {QuantityMax}"));
        if (tiers.Count == 0) yield return new(TariffCode.NoTiers, null, "there is no tier");
        if (tiers.Count > TiersMax)
            yield return new(TariffCode.TooManyTiers, null, Text($"there are more than {TiersMax} tiers"));
        if (tariff.Model == PriceModel.Flat && tiers.Count > 1)
            yield return new(TariffCode.FlatHasOneTier, null, "a flat price has one tier");
        for (var i = 0; i < Math.Min(tiers.Count, TiersMax); i++)
        {
            foreach (var error in Edges(tiers, i).Concat(Prices(tiers[i], i))) yield return error;
        }
    }

    private static IEnumerable<TariffError> Edges(IReadOnlyList<Tier> tiers, int i)
    {
        var tier = tiers[i];
        if (i == 0 && tier.From != 1) yield return new(TariffCode.FirstTierMustStartAtOne, 0, "the first tier starts at 1");
        if (i > 0 && tiers[i - 1].To is { } before)
        {
            var next = before < decimal.MaxValue ? before + 1 : before;
            if (tier.From > next)
                yield return new(TariffCode.TierGap, i, Text($"units {next} to {tier.From - 1} have no price: start at {next}"));
            if (tier.From < next)
                yield return new(
                    TariffCode.TierOverlap, i, Text($"units up to {before} have a price already: start at {next}"));
        }
        var isLast = i == tiers.Count - 1;
        if (tier.To < tier.From) yield return new(TariffCode.TierEndsBeforeItStarts, i, "it ends before it starts");
        if (isLast && tier.To is not null)
            yield return new(TariffCode.LastTierMustBeOpen, i, "the last tier has no end: leave it out");
        if (!isLast && tier.To is null) yield return new(TariffCode.OnlyLastTierMayBeOpen, i, "only the last tier has no end");
    }

    private static IEnumerable<TariffError> Prices(Tier tier, int i)
    {
        if (!IsPrice(tier.Price) || !IsPrice(tier.FlatFee))
            yield return new(
                TariffCode.PriceOutOfRange, i, Text($"prices are from 0 to {PriceMax} with up to {PriceDecimals} decimals"));
        if (tier.BlockSize is <= 0) yield return new(TariffCode.BlockMustBePositive, i, "a block holds more than 0 units");
    }

    private static bool IsPrice(decimal price) => price is >= 0 and <= PriceMax && decimal.Round(price, PriceDecimals) == price;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
