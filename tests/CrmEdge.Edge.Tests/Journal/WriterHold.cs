using CrmEdge.Edge.Agent.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>Holds the writer's thread within a commit, so that what is posted meanwhile shares the next one.</summary>
internal sealed class WriterHold : IJournalWrite<int>, IDisposable
{
    private readonly ManualResetEventSlim _release = new();
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _written = Task.CompletedTask;

    public int Bytes => 0;

    public static async Task<WriterHold> TakeAsync(EdgeJournal journal)
    {
        var hold = new WriterHold();
        hold._written = journal.WriteAsync(hold, TestContext.Current.CancellationToken);
        await hold._entered.Task;
        return hold;
    }

    public JournalVerdict<int> Apply(IJournalTransaction transaction)
    {
        _entered.SetResult();
        Assert.True(_release.Wait(TimeSpan.FromSeconds(60)), "The hold was never released.");
        return JournalVerdict.Keep(0);
    }

    public async Task ReleaseAsync()
    {
        _release.Set();
        await _written;
    }

    public void Dispose() => _release.Dispose();
}
