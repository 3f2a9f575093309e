using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class AppendTests : JournalTestBase
{
    [Fact]
    public async Task Records_are_numbered_from_one_and_read_back_as_they_were()
    {
        await using var journal = Place.Open();
        var sale = JournalPlace.Record(Lane.Money, 300, "sale:TAP7:1") with { Type = 11, Version = 2 };
        Assert.Equal(1, await AppendAsync(journal, sale));
        Assert.Equal(2, await AppendAsync(journal, JournalPlace.Record(Lane.Telemetry, bytes: 0)));

        var read = journal.Reader.ReadAfter(0, 10, 10_000);
        Assert.Equal([1L, 2L], read.Select(entry => entry.Seq));
        Assert.Equal((Lane.Money, 11, 2, "sale:TAP7:1"), (read[0].Lane, read[0].Type, read[0].Version, read[0].Key));
        Assert.Equal(sale.Payload.ToArray(), read[0].Payload.ToArray());
        Assert.Equal(Place.Time.GetUtcNow(), read[0].RecordedAt);
        Assert.Equal((Lane.Telemetry, 0, null), (read[1].Lane, read[1].Payload.Length, read[1].Key));
        Assert.Equal(1, journal.Reader.FindByKey("sale:TAP7:1")?.Seq);
        Assert.Equal(2, journal.Reader.Find(2)?.Seq);
        Assert.Null(journal.Reader.Find(3));
    }

    [Fact]
    public async Task What_waits_shares_one_commit()
    {
        const int callers = 500;
        await using var journal = Place.Open();
        await AppendAsync(journal, JournalPlace.Record());
        using var hold = await WriterHold.TakeAsync(journal);
        var before = WalFile.Commits(Place.Path);

        var answers = Enumerable.Range(0, callers)
            .Select(_ => journal.AppendAsync(JournalPlace.Record(), Ct).AsTask()).ToArray();
        Assert.DoesNotContain(answers, answer => answer.IsCompleted);
        await hold.ReleaseAsync();
        var seqs = (await Task.WhenAll(answers)).Select(outcome => outcome.Seq);

        Assert.Equal(Enumerable.Range(2, callers).Select(seq => (long)seq), seqs);
        // One more for what held the writer, if it wrote at all.
        Assert.InRange(WalFile.Commits(Place.Path) - before, 1, 2);
    }

    [Fact]
    public async Task One_caller_after_the_other_gets_a_commit_each()
    {
        await using var journal = Place.Open();
        await AppendAsync(journal, JournalPlace.Record());
        var before = WalFile.Commits(Place.Path);
        for (var i = 0; i < 20; i++) await AppendAsync(journal, JournalPlace.Record());
        Assert.Equal(20, WalFile.Commits(Place.Path) - before);
    }

    [Fact]
    public async Task An_answer_is_on_the_disk_before_the_journal_is_closed()
    {
        await using var journal = Place.Open();
        await AppendManyAsync(journal, 50);
        // A copy of the files as they are now is what a killed process leaves.
        var copy = Path.Combine(Place.Folder, "copy.db");
        File.Copy(Place.Path, copy);
        File.Copy(Place.Path + "-wal", copy + "-wal");
        using var db = JournalFile.Connect(copy, Microsoft.Data.Sqlite.SqliteOpenMode.ReadWrite);
        Assert.Equal(50L, JournalFile.Ask(db, "SELECT count(*) FROM record"));
    }

    [Fact]
    public async Task A_start_goes_on_with_the_next_number_under_the_same_incarnation()
    {
        Guid incarnation;
        await using (var journal = Place.Open())
        {
            Assert.Equal(StartKind.Created, journal.Start.Kind);
            incarnation = journal.Incarnation;
            await AppendManyAsync(journal, 5);
        }

        for (var start = 0; start < 3; start++)
        {
            await using var journal = Place.Open();
            Assert.Equal((StartKind.Continued, incarnation), (journal.Start.Kind, journal.Incarnation));
            Assert.Equal(6 + start, await AppendAsync(journal, JournalPlace.Record()));
        }
    }

    [Fact]
    public async Task Numbers_go_on_after_everything_was_confirmed_and_deleted()
    {
        await using (var journal = Place.Open(o => o.RetentionDays = 0))
        {
            await AppendManyAsync(journal, 5);
            Assert.Equal(AckCode.Moves, await journal.AckAsync(journal.Incarnation, 5, Ct));
            await journal.MaintainAsync(Ct);
        }

        Assert.Equal(0, Place.Ask("SELECT count(*) FROM record"));
        await using var again = Place.Open();
        Assert.Equal(6, await AppendAsync(again, JournalPlace.Record()));
    }

    [Fact]
    public async Task What_can_never_be_recorded_is_refused_by_name_and_takes_no_number()
    {
        await using var journal = Place.Open();
        var tooLarge = await journal.AppendAsync(JournalPlace.Record(bytes: RecordLimits.PayloadBytesMax + 1), Ct);
        Assert.Equal(AppendOutcome.Refused(AppendCode.RecordTooLarge), tooLarge);
        Assert.Equal(1, await AppendAsync(journal, JournalPlace.Record(bytes: RecordLimits.PayloadBytesMax)));
    }

    [Fact]
    public async Task A_call_cancelled_before_it_is_queued_records_nothing()
    {
        await using var journal = Place.Open();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => journal.AppendAsync(JournalPlace.Record(), cancelled.Token).AsTask());
        Assert.Equal(1, await AppendAsync(journal, JournalPlace.Record()));
    }

    [Fact]
    public async Task A_call_that_finds_no_room_waits_and_can_be_cancelled_until_there_is()
    {
        await using var journal = Place.Open();
        using var hold = await WriterHold.TakeAsync(journal);
        var queued = Enumerable.Range(0, JournalWriter.ItemsMax)
            .Select(_ => journal.AppendAsync(JournalPlace.Record(), Ct).AsTask()).ToArray();
        using var cancelled = new CancellationTokenSource();
        var givenUp = journal.AppendAsync(JournalPlace.Record(), cancelled.Token).AsTask();
        var patient = journal.AppendAsync(JournalPlace.Record(), Ct).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);

        await hold.ReleaseAsync();
        await Task.WhenAll(queued);
        Assert.Equal(JournalWriter.ItemsMax + 1, (await patient).Seq);
    }

    [Fact]
    public async Task A_call_cancelled_once_it_is_queued_still_learns_the_truth()
    {
        await using var journal = Place.Open();
        using var hold = await WriterHold.TakeAsync(journal);
        using var cancelled = new CancellationTokenSource();
        var queued = journal.AppendAsync(JournalPlace.Record(), cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await hold.ReleaseAsync();
        Assert.Equal(new AppendOutcome(AppendCode.Recorded, 1), await queued);
    }

    [Fact]
    public async Task Closing_answers_what_is_queued_and_refuses_what_comes_later()
    {
        var journal = Place.Open();
        var queued = Enumerable.Range(0, 100).Select(_ => journal.AppendAsync(JournalPlace.Record(), Ct).AsTask()).ToArray();
        await journal.DisposeAsync();
        Assert.All(await Task.WhenAll(queued), outcome => Assert.Equal(AppendCode.Recorded, outcome.Code));
        var late = await journal.AppendAsync(JournalPlace.Record(), Ct);
        Assert.Equal(AppendOutcome.Refused(AppendCode.JournalUnavailable), late);
        Assert.Equal(100, Place.Ask("SELECT count(*) FROM record"));
    }

    [Fact]
    public async Task Whoever_waits_for_records_wakes_when_one_is_durable()
    {
        await using var journal = Place.Open();
        var waiting = journal.WaitForRecordsAsync(0, Ct).AsTask();
        Assert.False(waiting.IsCompleted);
        await AppendAsync(journal, JournalPlace.Record());
        await waiting.InTimeAsync();
        await journal.WaitForRecordsAsync(0, Ct).AsTask().InTimeAsync();
        using var cancelled = new CancellationTokenSource();
        var further = journal.WaitForRecordsAsync(1, cancelled.Token).AsTask();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => further);
    }
}
