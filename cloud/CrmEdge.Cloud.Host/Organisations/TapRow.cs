using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

internal sealed class TapRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required Guid Organisation { get; init; }

    public string? Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
