namespace CrmEdge.Rules.Offers;

/// <summary>
/// When, where and on what an offer awards or a pool's money may be used.
/// Each empty part allows everything.
/// </summary>
public sealed record Conditions
{
    /// <summary>Allows everything.</summary>
    public static Conditions None { get; } = new();

    /// <summary>When.</summary>
    public TimeCondition Time { get; init; } = TimeCondition.Always;

    /// <summary>Where: the organisations, each with everything below it. Empty is everywhere.</summary>
    public IReadOnlyList<Guid> Organisations { get; init; } = [];

    /// <summary>On what: a product that meets any one of them. Empty is every product.</summary>
    public IReadOnlyList<ProductCondition> Products { get; init; } = [];

    /// <summary>True at this time and place, whatever is bought.</summary>
    public bool Meet(Circumstances at)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Time.Includes(at.Local) && (Organisations.Count == 0 || Organisations.Any(at.Place.Contains));
    }

    /// <summary>True for this product; a purchase without lines has none.</summary>
    public bool Accept(ProductTraits? product) =>
        Products.Count == 0 || (product is not null && Products.Any(condition => condition.Accepts(product)));
}

/// <summary>Time and place of a purchase, as its rules read them.</summary>
/// <param name="Local">The organisation's civil time.</param>
/// <param name="Place">The organisation, what it belongs to, and so on up to the business.</param>
public sealed record Circumstances(CivilTime Local, IReadOnlyList<Guid> Place);

/// <summary>A date and a time of day as the clock on the wall shows them.</summary>
/// <param name="Date">The date.</param>
/// <param name="Time">The time of day.</param>
public readonly record struct CivilTime(DateOnly Date, TimeOnly Time);

/// <summary>What the catalogue knows of a product.</summary>
/// <param name="Sku">Its code at the till.</param>
/// <param name="Type">Its type's code.</param>
/// <param name="Family">Its family's code.</param>
/// <param name="Brand">Its brand's code.</param>
public sealed record ProductTraits(string Sku, string? Type = null, string? Family = null, string? Brand = null);

/// <summary>What a product condition names.</summary>
public enum ProductKey
{
    /// <summary>One product, by SKU.</summary>
    Product,

    /// <summary>A product type.</summary>
    Type,

    /// <summary>A product family.</summary>
    Family,

    /// <summary>A brand.</summary>
    Brand,
}

/// <summary>One product, or all of a type, family or brand.</summary>
/// <param name="Key">What the code names.</param>
/// <param name="Code">The code.</param>
public sealed record ProductCondition(ProductKey Key, string Code)
{
    /// <summary>True for a product that it names.</summary>
    public bool Accepts(ProductTraits product)
    {
        ArgumentNullException.ThrowIfNull(product);
        return Code == Key switch
        {
            ProductKey.Product => product.Sku,
            ProductKey.Type => product.Type,
            ProductKey.Family => product.Family,
            _ => product.Brand,
        };
    }
}
