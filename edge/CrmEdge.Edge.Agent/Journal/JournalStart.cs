using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>How the journal came up, to be reported to the cloud where it is not an everyday start.</summary>
/// <param name="Kind">What the start found.</param>
/// <param name="Incarnation">The incarnation it goes on under.</param>
/// <param name="Previous">The one before, where it is known and another.</param>
/// <param name="SetAside">Where the unreadable file was put.</param>
/// <param name="Reason">What was wrong with it.</param>
public sealed record JournalStart(
    StartKind Kind, Guid Incarnation, Guid? Previous = null, string? SetAside = null, string? Reason = null);
