using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

internal sealed class TenantRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Organisation { get; init; }

    public required string Mode { get; init; }

    public required string Currency { get; init; }

    public required string Country { get; init; }

    public required string Zone { get; init; }

    public required long ClockOffsetSeconds { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
