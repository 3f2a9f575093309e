namespace CrmEdge.Edge.Agent.Journal;

/// <summary>One thing in the writer's mailbox. It is applied, then answered exactly once: completed after the commit, or
/// failed.</summary>
internal abstract class WorkItem
{
    public abstract int Bytes { get; }

    public abstract void Apply(JournalTransaction transaction);

    public abstract void Complete();

    public abstract void Fail();
}
