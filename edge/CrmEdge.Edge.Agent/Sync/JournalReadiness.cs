using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Hosting.Health;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The journal takes records. A link that is down does not make an edge unready: it is there to work offline.</summary>
internal sealed class JournalReadiness(EdgeJournal journal) : IReadinessCheck
{
    public string Name => "journal";

    public ValueTask<Readiness> CheckAsync(CancellationToken ct) => ValueTask.FromResult(journal.IsDamaged
        ? Readiness.NotReady(
            "The journal file is damaged.", "Restart the agent: it sets the file aside and reports what is lost.")
        : Readiness.Ready);
}
