namespace CrmEdge.Cloud.Host.Sync;

/// <summary>An entry as the back office reads it; it is changed by its partition alone.</summary>
internal sealed class QuarantineRow
{
    public required Guid Tenant { get; init; }

    public required Guid Id { get; init; }

    public required Guid Edge { get; init; }

    public required Guid Incarnation { get; init; }

    public required long Seq { get; init; }

    public required int Type { get; init; }

    public required int Version { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public required DateTimeOffset SetAsideAt { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public required byte[] Payload { get; init; }

    public required string State { get; init; }

    public DateTimeOffset? SettledAt { get; init; }

    public string? Trace { get; init; }
}
