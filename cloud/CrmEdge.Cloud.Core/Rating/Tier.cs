namespace CrmEdge.Cloud.Core.Rating;

/// <summary>How a quantity becomes an amount. Names are stored.</summary>
public enum PriceModel
{
    /// <summary>Every unit at one price.</summary>
    Flat,

    /// <summary>Graduated: each unit at the price of the tier it falls into.</summary>
    Tiered,

    /// <summary>Every unit at the price of the tier that the whole quantity falls into.</summary>
    Volume,

    /// <summary>The whole quantity at the one price of the tier it falls into.</summary>
    Stairstep,
}

/// <summary>One tier of a tariff. Prices are major units of the currency, as decimals: a price is not an amount of
/// money.</summary>
/// <param name="From">The first unit: 1, or one above the last unit of the tier before. Fractions above that one belong
/// here.</param>
/// <param name="To">The last unit, included; null is open-ended.</param>
/// <param name="Price">Of one unit, or of one block; under <see cref="PriceModel.Stairstep"/> of the whole step.</param>
/// <param name="FlatFee">Added once when the tier is reached.</param>
/// <param name="BlockSize">Units in a block, of which every started one counts; null charges units as they are.</param>
public sealed record Tier(decimal From, decimal? To, decimal Price, decimal FlatFee = 0, decimal? BlockSize = null)
{
    internal decimal Charge(decimal units) => (BlockSize is { } size ? decimal.Ceiling(units / size) : units) * Price;
}
