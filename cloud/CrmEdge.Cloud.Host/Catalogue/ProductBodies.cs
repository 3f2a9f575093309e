namespace CrmEdge.Cloud.Host.Catalogue;

internal enum Classification
{
    TermedService,
    UsageService,
    OneTimeService,
    ExpensesService,
    TraceablePhysicalGood,
    NonTraceablePhysicalGood,
}

internal enum Composition
{
    Flat,
    FixedBundle,
    FlexibleBundle,
    Composite,
}

internal enum SupplyMethod
{
    Delivery,
    PickUp,
    DirectSale,
}

internal enum TaxModel
{
    TaxInclusive,
    TaxExclusive,
}

internal enum GroupKind
{
    Type,
    Family,
    Brand,
    Category,
}

/// <summary>
/// Price of one unit in major units, such as 3.60; up to six decimals. Without a supply method it is for all of them.
/// </summary>
internal sealed record PriceBody(
    decimal? Price, string? CurrencyCode, SupplyMethod? SupplyMethod, TaxModel? TaxModel, bool? IsDefault);

/// <summary>
/// Type, family, brand and category are names; a name that is new makes a new group. In a change, a field left out stays as it
/// is, an empty text clears, and pricing replaces all prices.
/// </summary>
internal sealed record ProductBody(
    Guid? Id, string? Sku, string? Name, string? Description, Classification? Classification, Composition? TypeComposition,
    string? Type, string? Family, string? Brand, string? Category, IReadOnlyList<PriceBody>? Pricing);

internal sealed record GroupReply(Guid Id, string Name);

internal sealed record PriceReply(
    Guid Id, decimal Price, string CurrencyCode, SupplyMethod? SupplyMethod, TaxModel TaxModel, bool IsDefault);

internal sealed record ProductReply(
    Guid Id, string Sku, string Name, string? Description, Classification Classification, Composition TypeComposition,
    GroupReply? Type, GroupReply? Family, GroupReply? Brand, GroupReply? Category, IReadOnlyList<PriceReply> Pricing,
    int Version, long CreatedOn, long UpdatedOn);
