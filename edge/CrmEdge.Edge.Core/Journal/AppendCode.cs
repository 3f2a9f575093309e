namespace CrmEdge.Edge.Core.Journal;

/// <summary>How an append ended.</summary>
public enum AppendCode
{
    /// <summary>Durable under a new sequence number.</summary>
    Recorded,

    /// <summary>The key was recorded before with the same content; the sequence number is the first one's.</summary>
    AlreadyRecorded,

    /// <summary>The key was recorded before with other content. Nothing was written.</summary>
    KeyReused,

    /// <summary>The lane's cap is reached. Nothing was written.</summary>
    JournalFull,

    /// <summary>The payload is longer than <see cref="RecordLimits.PayloadBytesMax"/>.</summary>
    RecordTooLarge,

    /// <summary>The key is empty or too long, or its fingerprint is.</summary>
    KeyMalformed,

    /// <summary>Type or version is not 1 to 65535.</summary>
    TypeOutOfRange,

    /// <summary>The lane is none of the three.</summary>
    UnknownLane,

    /// <summary>The disk did not take it, or the journal is closing. Not acknowledged; a repeat under the same key is
    /// safe.</summary>
    JournalUnavailable,
}
