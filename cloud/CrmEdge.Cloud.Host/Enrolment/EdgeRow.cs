using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Enrolment;

internal sealed class EdgeRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public required string Kind { get; init; }

    public required Guid Organisation { get; init; }

    public required string State { get; set; }

    public string? Hardware { get; set; }

    public string? AgentVersion { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? EnrolledAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }
}
