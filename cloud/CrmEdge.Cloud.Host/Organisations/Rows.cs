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

internal sealed class OrganisationRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public Guid? Parent { get; init; }

    public required string Type { get; init; }

    public required string Code { get; init; }

    public required string Name { get; set; }

    public string? Description { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed class TapRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Code { get; init; }

    public required Guid Organisation { get; init; }

    public string? Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
}
