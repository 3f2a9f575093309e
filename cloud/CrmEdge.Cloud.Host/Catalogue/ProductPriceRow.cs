using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Catalogue;

internal sealed class ProductPriceRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required Guid Product { get; init; }

    public required string Currency { get; init; }

    public string? SupplyMethod { get; init; }

    public required string TaxModel { get; init; }

    public required decimal Price { get; init; }

    public required bool IsDefault { get; init; }
}
