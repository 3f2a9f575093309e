namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Answers to an edge that are not what it hoped for. Stored and sent in snake_case; never reuse one.</summary>
public enum EdgeCode
{
    /// <summary>Nothing is wrong.</summary>
    Ok,

    /// <summary>Nobody issued this pairing code, or it was mistyped.</summary>
    CodeUnknown,

    /// <summary>The pairing code has passed its time.</summary>
    CodeExpired,

    /// <summary>The pairing code has enrolled another key.</summary>
    CodeUsed,

    /// <summary>Too many attempts from one address.</summary>
    TooManyAttempts,

    /// <summary>The certificate request is no PKCS #10 request of a P-256 key, signed by that key.</summary>
    RequestMalformed,

    /// <summary>The edge's clock is too far from the cloud's for certificates to work.</summary>
    ClockFarOff,

    /// <summary>No certificate of ours came with the connection, or not one of an edge.</summary>
    CertificateUnknown,

    /// <summary>The certificate is past its end.</summary>
    CertificateExpired,

    /// <summary>The certificate, or its edge, was revoked.</summary>
    CertificateRevoked,

    /// <summary>Another journal of this edge is connected.</summary>
    IncarnationConflict,

    /// <summary>This journal was given up for a newer one of the same edge.</summary>
    IncarnationRetired,

    /// <summary>A newer stream of this edge took over.</summary>
    StreamReplaced,

    /// <summary>The edge speaks a protocol that this host no longer knows.</summary>
    ProtocolTooOld,

    /// <summary>The edge speaks a protocol that this host does not know yet.</summary>
    ProtocolTooNew,

    /// <summary>A message that cannot come here: the protocol was not kept.</summary>
    ProtocolBroken,

    /// <summary>A record does not follow the one before.</summary>
    SequenceGap,

    /// <summary>A batch holds more than it may.</summary>
    BatchTooLarge,

    /// <summary>A record's payload is longer than it may be.</summary>
    RecordTooLarge,

    /// <summary>A record's type, version or numbers are out of range.</summary>
    RecordMalformed,

    /// <summary>The till is not one of this edge's.</summary>
    TapNotPaired,

    /// <summary>The cloud cannot reach its database.</summary>
    Unavailable,
}
