using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Rating;

/// <summary>What one service used at one price in one period, and what has been charged for it.</summary>
/// <param name="Quantity">All units so far, whenever and in whatever order they were reported.</param>
/// <param name="Charged">The sum of all charges so far, which is the rounded amount for <paramref name="Quantity"/>.</param>
public readonly record struct RatedTotal(decimal Quantity, Money Charged)
{
    /// <summary>Nothing used, nothing charged.</summary>
    public static RatedTotal Nothing(Currency currency) => new(0, Money.Zero(currency));

    /// <summary>
    /// Adds usage. What is new to charge is the rounded amount of the whole less what was charged before, so that the sum of
    /// charges is always the rounded amount of the whole; it is negative where more usage is cheaper.
    /// </summary>
    /// <param name="tariff">The price.</param>
    /// <param name="quantity">Zero or more; zero charges what is due without usage, such as a fee.</param>
    public RatedTotal Add(Tariff tariff, decimal quantity)
    {
        ArgumentNullException.ThrowIfNull(tariff);
        Invariant.Holds(quantity >= 0);
        var total = Quantity + quantity;
        return new RatedTotal(total, Money.Round(tariff.Amount(total), Charged.Currency));
    }
}
