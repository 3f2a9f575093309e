using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Rating;

/// <summary>What a usage service costs: a pure function of the quantity used in a period.</summary>
/// <param name="Model">How tiers apply.</param>
/// <param name="Tiers">In order, without gap; see <see cref="TariffRules"/>.</param>
/// <param name="Allowance">Units of each period that are free, before anything else counts.</param>
/// <param name="FeeAtZero">Whether the first tier's fixed part (fee, or step price) is due when nothing billable was
/// used.</param>
public sealed record Tariff(PriceModel Model, IReadOnlyList<Tier> Tiers, decimal Allowance = 0, bool FeeAtZero = true)
{
    /// <summary>One price for every unit.</summary>
    public static Tariff Flat(decimal price, decimal allowance = 0) =>
        new(PriceModel.Flat, [new Tier(1, null, price)], allowance);

    /// <summary>The amount for all that was used in a period, in major units, unrounded.</summary>
    /// <param name="quantity">Zero or more.</param>
    public decimal Amount(decimal quantity)
    {
        Invariant.Holds(quantity >= 0);
        var billable = Math.Max(0, quantity - Allowance);
        if (Model is PriceModel.Tiered) return Graduated(billable);
        var tier = Tiers.First(t => t.To is not { } to || billable <= to);
        var isDue = billable > 0 || FeeAtZero;
        var fixedPart = Model is PriceModel.Stairstep ? tier.Price + tier.FlatFee : tier.FlatFee;
        return (isDue ? fixedPart : 0) + (Model is PriceModel.Stairstep ? 0 : tier.Charge(billable));
    }

    private decimal Graduated(decimal billable)
    {
        var (amount, below) = (0m, 0m);
        foreach (var tier in Tiers)
        {
            var isFirst = below == 0;
            if (billable <= below && !(isFirst && FeeAtZero)) break;
            amount += tier.FlatFee + tier.Charge(Math.Min(billable, tier.To ?? billable) - below);
            if (tier.To is not { } to || billable <= to) break;
            below = to;
        }
        return amount;
    }
}
