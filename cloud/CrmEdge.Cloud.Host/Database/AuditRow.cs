namespace CrmEdge.Cloud.Host.Database;

/// <summary>Who did what to which resource, and when. Never holds what the resource contains.</summary>
internal sealed class AuditRow : ITenantRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Guid Actor { get; init; }

    public required string ActorName { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public required string SubjectId { get; init; }

    public string? Trace { get; init; }
}
