using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>What the journal's tests share.</summary>
public abstract class JournalTestBase : IDisposable
{
    internal JournalPlace Place { get; } = new();

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Place.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static async Task<long> AppendAsync(EdgeJournal journal, JournalRecord record)
    {
        var outcome = await journal.AppendAsync(record, Ct);
        Assert.Equal(AppendCode.Recorded, outcome.Code);
        return outcome.Seq;
    }

    protected static async Task AppendManyAsync(EdgeJournal journal, int count, Lane lane = Lane.Money, int bytes = 300)
    {
        var record = JournalPlace.Record(lane, bytes);
        var answers = Enumerable.Range(0, count).Select(_ => journal.AppendAsync(record, Ct).AsTask()).ToArray();
        foreach (var answer in answers) Assert.True((await answer).IsDurable);
    }

    /// <summary>A write given as a function.</summary>
    protected sealed class Write<T>(Func<IJournalTransaction, JournalVerdict<T>> apply) : IJournalWrite<T>
    {
        public int Bytes => 0;

        public JournalVerdict<T> Apply(IJournalTransaction transaction) => apply(transaction);
    }
}
