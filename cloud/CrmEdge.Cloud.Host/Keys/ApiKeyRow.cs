using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Keys;

internal sealed class ApiKeyRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required Guid Organisation { get; init; }

    public required byte[] Hash { get; init; }

    public required string Kind { get; init; }

    public required string Role { get; init; }

    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }
}
