using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Keys;

internal sealed class TenantKeyRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required string Purpose { get; init; }

    public required int Id { get; init; }

    public required byte[] Sealed { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? RetiredAt { get; set; }
}
