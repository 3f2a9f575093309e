using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class ConfirmationTests : JournalTestBase
{
    [Fact]
    public async Task A_confirmation_survives_a_restart_and_is_not_believed_twice()
    {
        await using (var journal = Place.Open())
        {
            await AppendManyAsync(journal, 10);
            Assert.Equal(AckCode.Moves, await journal.AckAsync(journal.Incarnation, 4, Ct));
            Assert.Equal(AckCode.NothingNew, await journal.AckAsync(journal.Incarnation, 4, Ct));
            Assert.Equal(AckCode.NothingNew, await journal.AckAsync(journal.Incarnation, 2, Ct));
            Assert.Equal(AckCode.BeyondEnd, await journal.AckAsync(journal.Incarnation, 11, Ct));
            Assert.Equal(AckCode.OtherIncarnation, await journal.AckAsync(Guid.Empty, 5, Ct));
        }

        await using var again = Place.Open();
        Assert.Equal((4, 6), (again.State.Acked, again.State.Unsent.Money.Rows));
        AssertBooks(again);
    }

    [Fact]
    public async Task Confirmed_records_stay_a_week_then_go_and_their_space_comes_back()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 20_000);
        await journal.AckAsync(journal.Incarnation, 19_990, Ct);
        Place.Time.Advance(TimeSpan.FromDays(7));
        await journal.MaintainAsync(Ct);
        Assert.Equal(20_000, Place.Ask("SELECT count(*) FROM record"));
        var full = Place.Ask("PRAGMA page_count");

        Place.Time.Advance(TimeSpan.FromHours(1));
        await journal.MaintainAsync(Ct);
        Assert.Equal(10, Place.Ask("SELECT count(*) FROM record"));
        Assert.InRange(Place.Ask("PRAGMA page_count"), 1, full / 2);
        Assert.Equal((19_991, 20_000), (journal.State.Oldest, journal.State.Last));
        AssertBooks(journal);

        await journal.DisposeAsync();
        Assert.InRange(new FileInfo(Place.Path).Length, 1, full / 2 * 8192);
    }

    [Fact]
    public async Task The_minute_s_timer_does_the_same_unasked()
    {
        await using var journal = Place.Open(o => o.RetentionDays = 1);
        await AppendManyAsync(journal, 1_500);
        await journal.AckAsync(journal.Incarnation, 1_500, Ct);
        Place.Time.Advance(TimeSpan.FromHours(26));
        await TestKit.Eventually.IsTrueAsync("everything confirmed is deleted", () => journal.State.KeptBytes == 0);
        Assert.Equal(0, Place.Ask("SELECT count(*) FROM record"));
    }

    [Fact]
    public async Task A_restored_cloud_gets_again_what_is_still_kept()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 10);
        await journal.AckAsync(journal.Incarnation, 8, Ct);
        var outcome = await journal.AlignAsync(3, Place.Ids, Ct);
        Assert.Equal(new WriteOutcome<LinkStart>(WriteCode.Kept, LinkStart.Replay), outcome);
        Assert.Equal((3, 8), (journal.State.Acked, journal.State.Reached));
        Assert.Equal(4, journal.Reader.ReadAfter(journal.State.Acked, 1, 1)[0].Seq);
        AssertBooks(journal);

        // What is confirmed once more stays once more.
        Place.Time.Advance(TimeSpan.FromDays(8));
        await journal.MaintainAsync(Ct);
        await journal.AckAsync(journal.Incarnation, 8, Ct);
        await journal.MaintainAsync(Ct);
        Assert.Equal(1, journal.State.Oldest);
        AssertBooks(journal);
    }

    [Fact]
    public async Task What_a_restored_cloud_can_no_longer_get_is_told_as_a_gap()
    {
        await using var journal = Place.Open(o => o.RetentionDays = 0);
        await AppendManyAsync(journal, 10);
        await journal.AckAsync(journal.Incarnation, 6, Ct);
        await journal.MaintainAsync(Ct);
        await journal.AckAsync(journal.Incarnation, 8, Ct);
        await journal.AlignAsync(2, Place.Ids, Ct);

        var read = journal.Reader.ReadAfter(2, 100, 100_000);
        Assert.Equal((3, 6, true), (read[0].First, read[0].Seq, read[0].IsGap));
        Assert.Equal([7L, 8, 9, 10], read.Skip(1).Select(entry => entry.Seq));
        AssertBooks(journal);
        await journal.AlignAsync(0, Place.Ids, Ct);
        AssertBooks(journal);
        Assert.Equal(1, journal.State.Oldest);
    }

    [Fact]
    public async Task A_copy_that_went_another_way_sends_all_it_keeps_again_under_a_new_incarnation()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 10);
        await journal.AckAsync(journal.Incarnation, 8, Ct);
        var before = journal.Incarnation;
        Assert.Equal(LinkStart.NewIncarnation, (await journal.AlignAsync(9, strayed: true, Place.Ids, Ct)).Value);
        Assert.NotEqual(before, journal.Incarnation);
        Assert.Equal((0, 8, 10), (journal.State.Acked, journal.State.Reached, journal.State.Last));
        Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n),
            journal.Reader.ReadAfter(0, 100, 100_000).Select(entry => entry.Seq));
        AssertBooks(journal);
        Assert.Equal(AckCode.Moves, await journal.AckAsync(journal.Incarnation, 10, Ct));
        AssertBooks(journal);
    }

    [Fact]
    public async Task A_copy_that_has_let_its_confirmed_records_go_keeps_the_others()
    {
        await using var journal = Place.Open(o => o.RetentionDays = 0);
        await AppendManyAsync(journal, 10);
        await journal.AckAsync(journal.Incarnation, 8, Ct);
        await journal.MaintainAsync(Ct);
        Assert.Equal(LinkStart.NewIncarnation, (await journal.AlignAsync(9, strayed: true, Place.Ids, Ct)).Value);
        Assert.Equal((0, 2), (journal.State.Acked, journal.State.Last));
        AssertBooks(journal);
    }

    [Fact]
    public async Task A_cloud_that_is_ahead_of_a_lost_confirmation_confirms()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 10);
        Assert.Equal(LinkStart.Confirm, (await journal.AlignAsync(7, Place.Ids, Ct)).Value);
        Assert.Equal(7, journal.State.Acked);
        Assert.Equal(LinkStart.InStep, (await journal.AlignAsync(7, Place.Ids, Ct)).Value);
    }

    [Fact]
    public async Task A_cloud_that_knows_more_than_was_recorded_makes_the_journal_start_anew()
    {
        Guid before, after;
        await using (var journal = Place.Open())
        {
            before = journal.Incarnation;
            await AppendManyAsync(journal, 10);
            await journal.AckAsync(journal.Incarnation, 4, Ct);
            Assert.Equal(LinkStart.NewIncarnation, (await journal.AlignAsync(11, Place.Ids, Ct)).Value);
            after = journal.Incarnation;
            Assert.NotEqual(before, after);
            Assert.Equal((0, 6), (journal.State.Acked, journal.State.Last));
            Assert.Equal(AckCode.OtherIncarnation, await journal.AckAsync(before, 5, Ct));
            Assert.Equal(7, await AppendAsync(journal, JournalPlace.Record()));
            AssertBooks(journal);
        }

        await using var again = Place.Open();
        Assert.Equal((StartKind.Continued, after), (again.Start.Kind, again.Incarnation));
        AssertBooks(again);
    }

    [Fact]
    public async Task Deleting_goes_on_beside_appends_and_costs_no_commit_of_its_own()
    {
        await using var journal = Place.Open(o => o.RetentionDays = 0);
        await AppendManyAsync(journal, 3_000);
        await journal.AckAsync(journal.Incarnation, 3_000, Ct);
        using var hold = await WriterHold.TakeAsync(journal);
        Place.Time.Advance(TimeSpan.FromMinutes(1));
        var appended = journal.AppendAsync(JournalPlace.Record(), Ct).AsTask();
        var before = journal.State.Oldest;
        await hold.ReleaseAsync();
        await appended;
        Assert.True(journal.State.Oldest > before);
    }
}
