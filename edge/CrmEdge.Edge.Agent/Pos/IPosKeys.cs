using CrmEdge.Contracts.Sync;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>The keys that enrolment gave this edge.</summary>
internal interface IPosKeys
{
    /// <summary>Keys that identification values are hashed under, newest first; none before enrolment.</summary>
    IReadOnlyList<CimKey> Cim { get; }

    /// <summary>The key that seals one-time secrets for the cloud; null before enrolment.</summary>
    IntakeKey? Intake { get; }
}

/// <summary>A sealing key by its number.</summary>
internal sealed record IntakeKey(int Id, ReadOnlyMemory<byte> Secret);

/// <summary>The contacts this edge knows without asking.</summary>
internal interface IContactSnapshot
{
    /// <summary>The contact of a hashed medium; null where it is not in the snapshot.</summary>
    ContactRow? Find(CimHash hash);
}

/// <summary>The cloud's clock, as far as it is known: what a sale is held against there, and when it happened.</summary>
internal interface ICloudTime
{
    /// <summary>Now, in the cloud.</summary>
    DateTimeOffset Now { get; }
}
