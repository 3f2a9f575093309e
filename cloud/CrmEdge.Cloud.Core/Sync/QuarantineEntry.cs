using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Where a record set aside stands. Names are stored.</summary>
public enum QuarantineState
{
    /// <summary>Waits for a person.</summary>
    Open,

    /// <summary>Was applied after all.</summary>
    Replayed,

    /// <summary>Was given up by a person.</summary>
    Discarded,
}

/// <summary>A record that could not be applied, with the reason, so that it can be replayed once the cause is gone.</summary>
public sealed record QuarantineEntry : IOwned
{
    /// <summary>The business.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>See <see cref="IdOf"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The edge it came from.</summary>
    public required Guid Edge { get; init; }

    /// <summary>The journal it came from.</summary>
    public required Guid Incarnation { get; init; }

    /// <summary>Its number there.</summary>
    public required long Seq { get; init; }

    /// <summary>Its type.</summary>
    public required int Type { get; init; }

    /// <summary>The version of its payload.</summary>
    public required int Version { get; init; }

    /// <summary>When the edge recorded it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>When it was set aside.</summary>
    public required DateTimeOffset SetAsideAt { get; init; }

    /// <summary>Why, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>Why, and what to do, for people.</summary>
    public required string Message { get; init; }

    /// <summary>The payload, without card data; empty where it held any that could not be taken out.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>W3C trace context of the ticket or reading; null where it came without one.</summary>
    public string? Trace { get; init; }

    /// <summary>Where it stands.</summary>
    public QuarantineState State { get; init; }

    /// <summary>When a person settled it.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>The entry of a record.</summary>
    public static Guid IdOf(Guid edge, Guid incarnation, long seq) => NamedId.Of(edge, $"quarantine:{incarnation:N}:{seq}");
}
