using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Catalogue;

internal sealed class ProductGroupRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Kind { get; init; }

    public required string Name { get; init; }
}
