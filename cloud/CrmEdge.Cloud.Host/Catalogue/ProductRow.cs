using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Catalogue;

internal sealed class ProductRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Sku { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required string Classification { get; set; }

    public required string Composition { get; set; }

    public Guid? Type { get; set; }

    public Guid? Family { get; set; }

    public Guid? Brand { get; set; }

    public Guid? Category { get; set; }

    public required int Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
