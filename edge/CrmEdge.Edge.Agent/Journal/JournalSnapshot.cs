using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Where the journal stood after a commit; replaced whole, so that readers need no lock.</summary>
internal sealed record JournalSnapshot(Guid Incarnation, JournalState State);
