namespace CrmEdge.Edge.Core.Journal;

/// <summary>Whether a record fits, and what must go first when it does not.</summary>
public enum Room
{
    /// <summary>It fits.</summary>
    Enough,

    /// <summary>It fits once confirmed records are deleted, oldest first.</summary>
    TrimConfirmed,

    /// <summary>It fits once unsent telemetry is evicted, oldest first.</summary>
    EvictTelemetry,

    /// <summary>Nothing may go for it.</summary>
    None,
}
