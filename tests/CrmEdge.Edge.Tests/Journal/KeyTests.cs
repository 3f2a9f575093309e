using CrmEdge.Edge.Core.Journal;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class KeyTests : JournalTestBase
{
    [Fact]
    public async Task A_repeat_gets_the_first_number_also_after_a_restart()
    {
        await using (var journal = Place.Open())
        {
            Assert.Equal(1, await AppendAsync(journal, JournalPlace.Record(key: "sale:1")));
            Assert.Equal(2, await AppendAsync(journal, JournalPlace.Record(key: "sale:2")));
            var repeat = await journal.AppendAsync(JournalPlace.Record(key: "sale:1"), Ct);
            Assert.Equal(new AppendOutcome(AppendCode.AlreadyRecorded, 1), repeat);
        }

        await using var again = Place.Open();
        var later = await again.AppendAsync(JournalPlace.Record(key: "sale:2"), Ct);
        Assert.Equal(new AppendOutcome(AppendCode.AlreadyRecorded, 2), later);
        Assert.Equal(3, await AppendAsync(again, JournalPlace.Record(key: "sale:3")));
    }

    [Fact]
    public async Task The_same_key_with_other_content_is_refused()
    {
        await using var journal = Place.Open();
        await AppendAsync(journal, JournalPlace.Record(key: "sale:1"));
        var other = await journal.AppendAsync(JournalPlace.Record(key: "sale:1", fill: 8), Ct);
        Assert.Equal(new AppendOutcome(AppendCode.KeyReused, 1), other);
        Assert.Equal(2, await AppendAsync(journal, JournalPlace.Record()));
    }

    [Fact]
    public async Task Repeats_within_one_commit_are_recognised_and_leave_no_gap()
    {
        await using var journal = Place.Open();
        using var hold = await WriterHold.TakeAsync(journal);
        string?[] keys = ["a", "a", "b", null, "a", "b", "c"];
        var answers = keys.Select(key => journal.AppendAsync(JournalPlace.Record(key: key), Ct).AsTask()).ToArray();
        await hold.ReleaseAsync();
        var outcomes = await Task.WhenAll(answers);
        Assert.Equal([1, 1, 2, 3, 1, 2, 4], outcomes.Select(outcome => (int)outcome.Seq));
        Assert.Equal(3, outcomes.Count(outcome => outcome.Code == AppendCode.AlreadyRecorded));
    }

    [Fact]
    public async Task Of_many_callers_with_one_key_exactly_one_is_first()
    {
        await using var journal = Place.Open();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200)
            .Select(_ => Task.Run(() => journal.AppendAsync(JournalPlace.Record(key: "sale:1"), Ct).AsTask(), Ct)));
        Assert.Single(answers, outcome => outcome.Code == AppendCode.Recorded);
        Assert.All(answers, outcome => Assert.Equal(1, outcome.Seq));
    }

    [Fact]
    public async Task A_repeat_needs_no_room_in_a_full_lane()
    {
        var record = JournalPlace.Record(key: "sale:1");
        await using var journal = Place.Open(o => o.MoneyBytesMax = record.Bytes);
        await AppendAsync(journal, record);
        Assert.Equal(AppendCode.JournalFull, (await journal.AppendAsync(JournalPlace.Record(key: "sale:2"), Ct)).Code);
        Assert.Equal(new AppendOutcome(AppendCode.AlreadyRecorded, 1), await journal.AppendAsync(record, Ct));
        Assert.Equal(AppendCode.KeyReused, (await journal.AppendAsync(JournalPlace.Record(key: "sale:1", fill: 8), Ct)).Code);
    }

    [Fact]
    public async Task A_key_is_remembered_as_long_as_its_record_is_kept()
    {
        await using var journal = Place.Open();
        await AppendAsync(journal, JournalPlace.Record(key: "sale:1"));
        await journal.AckAsync(journal.Incarnation, 1, Ct);
        Place.Time.Advance(TimeSpan.FromDays(7));
        await journal.MaintainAsync(Ct);
        Assert.Equal(AppendCode.AlreadyRecorded, (await journal.AppendAsync(JournalPlace.Record(key: "sale:1"), Ct)).Code);

        Place.Time.Advance(TimeSpan.FromHours(1));
        await journal.MaintainAsync(Ct);
        Assert.Equal(2, await AppendAsync(journal, JournalPlace.Record(key: "sale:1")));
    }
}
