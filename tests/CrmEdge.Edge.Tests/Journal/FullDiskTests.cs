using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>SQLite's own "disk full", met at the cap of the file.</summary>
public sealed class FullDiskTests : JournalTestBase
{
    private const int CommitFailedEvent = 2004;

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_and_says_to_retry()
    {
        Place.Logs.Expect(CommitFailedEvent);
        var acked = 0L;
        await using (var journal = Place.Open(o => (o.FileBytesMax, o.RetentionDays) = (1 << 20, 0)))
        {
            AppendOutcome outcome;
            do
            {
                outcome = await journal.AppendAsync(JournalPlace.Record(bytes: 5_000), Ct);
                if (outcome.IsDurable) acked = outcome.Seq;
            }
            while (outcome.IsDurable);

            Assert.Equal(AppendCode.JournalUnavailable, outcome.Code);
            Assert.True(JournalRefusal.Of(outcome.Code)!.MayRetry);
            Assert.Equal(acked, journal.State.Last);
            AssertBooks(journal);
            Assert.False(journal.IsDamaged);

            // Confirming needs next to no room, and what is confirmed makes room.
            Assert.Equal(AckCode.Moves, await journal.AckAsync(journal.Incarnation, acked - 5, Ct));
            await journal.MaintainAsync(Ct);
            Assert.Equal(acked + 1, await AppendAsync(journal, JournalPlace.Record(bytes: 5_000)));
            AssertBooks(journal);
        }

        Assert.Equal(acked + 1, Place.Ask("SELECT max(seq) FROM record"));
    }

    [Fact]
    public async Task Everybody_in_a_failed_commit_is_told_and_numbers_are_given_again_without_a_gap()
    {
        Place.Logs.Expect(CommitFailedEvent);
        await using var journal = Place.Open(o => o.FileBytesMax = 1 << 20);
        using var hold = await WriterHold.TakeAsync(journal);
        var answers = Enumerable.Range(0, 500)
            .Select(_ => journal.AppendAsync(JournalPlace.Record(bytes: 5_000), Ct).AsTask()).ToArray();
        await hold.ReleaseAsync();
        var outcomes = await Task.WhenAll(answers);

        Assert.Contains(outcomes, outcome => outcome.Code == AppendCode.JournalUnavailable);
        Assert.Equal(outcomes.Count(outcome => outcome.IsDurable), journal.State.Last);
        Assert.Equal(journal.State.Last + 1, await AppendAsync(journal, JournalPlace.Record(bytes: 10)));
        AssertBooks(journal);
    }
}
