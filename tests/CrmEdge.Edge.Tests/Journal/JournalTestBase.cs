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

    /// <summary>What the journal keeps in its head is what its rows say.</summary>
    protected void AssertBooks(EdgeJournal journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var state = journal.State;
        Assert.Equal(Place.Ask("SELECT coalesce(sum(bytes), 0) FROM record"), state.KeptBytes);
        foreach (var lane in Enum.GetValues<Lane>())
        {
            var unsent = $"FROM record WHERE lane = {(int)lane} AND seq > {state.Reached}";
            Assert.Equal(Place.Ask($"SELECT count(*) {unsent}"), state.Unsent.Of(lane).Rows);
            Assert.Equal(Place.Ask($"SELECT coalesce(sum(bytes), 0) {unsent}"), state.Unsent.Of(lane).Bytes);
        }

        AssertCovered(journal);
    }

    /// <summary>Reading from the oldest number on, every number is there once, as a record or in a gap.</summary>
    protected static IReadOnlyList<JournalEntry> AssertCovered(EdgeJournal journal)
    {
        ArgumentNullException.ThrowIfNull(journal);
        var state = journal.State;
        var all = new List<JournalEntry>();
        var next = state.Oldest;
        while (next <= state.Last)
        {
            var batch = journal.Reader.ReadAfter(next - 1, rowsMax: 50, bytesMax: 10_000);
            Assert.NotEmpty(batch);
            foreach (var entry in batch)
            {
                Assert.Equal(next, entry.First);
                Assert.True(entry.IsGap || entry.First == entry.Seq);
                next = entry.Seq + 1;
            }

            all.AddRange(batch);
        }

        Assert.Equal(state.Last + 1, next);
        return all;
    }

    /// <summary>A write given as a function.</summary>
    protected sealed class Write<T>(Func<IJournalTransaction, JournalVerdict<T>> apply) : IJournalWrite<T>
    {
        public int Bytes => 0;

        public JournalVerdict<T> Apply(IJournalTransaction transaction) => apply(transaction);
    }
}
