using System.Globalization;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Rules.Offers;

/// <summary>An amount that an offer gives into a pool, and why.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Timing">From when it can be used.</param>
/// <param name="Why">The rule in words.</param>
public sealed record Award(Guid Offer, Guid Pool, Money Amount, AwardTiming Timing, string Why);

/// <summary>What offers give for a purchase.</summary>
public static class Awards
{
    /// <summary>The awards, in order of the offers' codes.</summary>
    public static IReadOnlyList<Award> For(
        Basket basket, Circumstances at, IEnumerable<Offer> offers, OfferResolution resolution)
    {
        ArgumentNullException.ThrowIfNull(basket);
        var matching = offers.Where(offer => offer.Conditions.Meet(at))
            .OrderBy(offer => offer.Code, StringComparer.Ordinal)
            .Select(offer => Of(offer, basket))
            .Where(award => award.Amount.Minor > 0)
            .ToList();
        if (resolution == OfferResolution.All || matching.Count < 2) return matching;
        return [matching.MaxBy(award => award.Amount.Minor)!];
    }

    private static Award Of(Offer offer, Basket basket)
    {
        var eligible = basket.ValueOf(offer.Conditions);
        var why = string.Create(
            CultureInfo.InvariantCulture, $"offer {offer.Code} v{offer.Version}: {offer.Percent:0.####} % of {eligible}");
        return new Award(offer.Id, offer.Pool, eligible.Percent(offer.Percent), offer.Timing, why);
    }
}
