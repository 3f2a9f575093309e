namespace CrmEdge.Edge.Core.Journal;

/// <summary>What a journal file, or the anchor beside it, says about itself.</summary>
/// <param name="Incarnation">Which life of the journal.</param>
/// <param name="Opens">How often it has been opened.</param>
public readonly record struct JournalIdentity(Guid Incarnation, long Opens);

/// <summary>How a start goes on.</summary>
public enum StartKind
{
    /// <summary>First start: a new file, a new incarnation.</summary>
    Created,

    /// <summary>The file goes on where it was.</summary>
    Continued,

    /// <summary>There was a journal and its file is gone: a new file, a new incarnation, and a report.</summary>
    Missing,

    /// <summary>The file is an older copy, or was moved here without its anchor: kept, under a new incarnation.</summary>
    Restored,

    /// <summary>The file cannot be read: set aside, a new file, a new incarnation, and a report.</summary>
    SetAside,
}

/// <summary>
/// When a journal starts a new life. Numbers are unique within an incarnation only, so a file that may have lived on elsewhere
/// must never go on under the old one. The anchor counts openings beside the file; a copy restored later has counted fewer.
/// </summary>
public static class Incarnations
{
    /// <summary>How a start goes on from a readable file (or none) and the anchor beside it (or none).</summary>
    public static StartKind Decide(JournalIdentity? file, JournalIdentity? anchor)
    {
        if (file is not { } journal) return anchor is null ? StartKind.Created : StartKind.Missing;
        if (anchor is not { } known || known.Incarnation != journal.Incarnation) return StartKind.Restored;
        // The file counts first: one ahead means that the start before this one was cut short in between.
        return journal.Opens - known.Opens is 0 or 1 ? StartKind.Continued : StartKind.Restored;
    }
}
