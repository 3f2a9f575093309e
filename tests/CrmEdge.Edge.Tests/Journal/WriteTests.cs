using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Journal.Operations;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

public sealed class WriteTests : JournalTestBase
{
    private static readonly byte[] Hash = [1, 2, 3];

    [Fact]
    public async Task An_intent_and_its_record_are_one_commit()
    {
        await using var journal = Place.Open();
        var outcome = await journal.WriteAsync(new Write<long>(transaction =>
        {
            Assert.Equal(OperationCode.Moved, transaction.BeginOperation("sale:1", Hash).Code);
            var seq = transaction.Append(JournalPlace.Record(key: "sale:1")).Seq;
            Assert.Equal(OperationCode.Moved, transaction.MoveOperation("sale:1", OperationEvent.Send, seq: seq).Code);
            return JournalVerdict.Keep(seq);
        }), Ct);

        Assert.Equal(new WriteOutcome<long>(WriteCode.Kept, 1), outcome);
        var stored = journal.Reader.FindOperation("sale:1");
        Assert.Equal((OperationState.Sent, 1L), (stored!.Status.State, stored.Seq));
        Assert.Equal("sale:1", journal.Reader.FindOperation(1)?.Key);
        Assert.Equal("sale:1", Assert.Single(journal.Reader.OpenOperations(10)).Key);
    }

    [Fact]
    public async Task A_repeat_of_a_sale_gets_the_stored_answer_and_another_request_a_refusal()
    {
        byte[] reply = [42];
        await using (var journal = Place.Open())
        {
            await DoAsync(journal, t => t.BeginOperation("sale:1", Hash));
            await DoAsync(journal, t => t.MoveOperation("sale:1", OperationEvent.Approve, reply));
        }

        await using var again = Place.Open();
        var repeat = await DoAsync(again, t => t.BeginOperation("sale:1", Hash));
        Assert.Equal((OperationCode.Already, OperationState.Approved), (repeat.Code, repeat.Operation!.Status.State));
        Assert.Equal(reply, repeat.Operation.Reply.ToArray());
        Assert.Equal(OperationCode.KeyReused, (await DoAsync(again, t => t.BeginOperation("sale:1", [9]))).Code);
        var otherwise = await DoAsync(again, t => t.MoveOperation("sale:1", OperationEvent.Decline));
        Assert.Equal(OperationCode.Contradicts, otherwise.Code);
        Assert.Equal(OperationCode.NotFound, (await DoAsync(again, t => t.MoveOperation("sale:2", OperationEvent.Send))).Code);
        Assert.Equal(OperationCode.Malformed, (await DoAsync(again, t => t.BeginOperation("", Hash))).Code);
        Assert.Empty(again.Reader.OpenOperations(10));
    }

    [Fact]
    public async Task A_discarded_write_leaves_nothing_and_takes_no_number()
    {
        await using var journal = Place.Open();
        using var hold = await WriterHold.TakeAsync(journal);
        var first = journal.AppendAsync(JournalPlace.Record(), Ct).AsTask();
        var discarded = journal.WriteAsync(new Write<long>(transaction =>
        {
            transaction.PutDocument("s", "k", 1, new byte[10]);
            transaction.BeginOperation("sale:1", Hash);
            return JournalVerdict.Discard(transaction.Append(JournalPlace.Record(key: "sale:1")).Seq);
        }), Ct);
        var last = journal.AppendAsync(JournalPlace.Record(), Ct).AsTask();
        await hold.ReleaseAsync();

        Assert.Equal(new WriteOutcome<long>(WriteCode.Discarded, 2), await discarded);
        Assert.Equal([1L, 2L], new[] { await first, await last }.Select(outcome => outcome.Seq));
        Assert.Null(journal.Reader.FindDocument("s", "k"));
        Assert.Null(journal.Reader.FindOperation("sale:1"));
        Assert.Null(journal.Reader.FindByKey("sale:1"));
        Assert.Equal(0, journal.State.DocumentBytes);
        AssertBooks(journal);
    }

    [Fact]
    public async Task A_write_that_throws_is_undone_alone()
    {
        await using var journal = Place.Open();
        using var hold = await WriterHold.TakeAsync(journal);
        var before = journal.AppendAsync(JournalPlace.Record(), Ct).AsTask();
        var failing = journal.WriteAsync(new Write<int>(transaction =>
        {
            transaction.Append(JournalPlace.Record());
            throw new InvariantViolatedException("nothing holds");
        }), Ct);
        var after = journal.AppendAsync(JournalPlace.Record(), Ct).AsTask();
        await hold.ReleaseAsync();

        await Assert.ThrowsAsync<InvariantViolatedException>(() => failing);
        Assert.Equal([1L, 2L], new[] { await before, await after }.Select(outcome => outcome.Seq));
        AssertBooks(journal);
    }

    [Fact]
    public async Task Documents_are_kept_replaced_listed_and_removed()
    {
        await using (var journal = Place.Open())
        {
            foreach (var key in (string[])["b", "a", "c"])
                Assert.Equal(DocumentCode.Stored, await DoAsync(journal, t => t.PutDocument("device", key, 1, new byte[] { 1 })));
            await DoAsync(journal, t => t.PutDocument("device", "b", 2, new byte[] { 2, 2 }));
            await DoAsync(journal, t => t.PutDocument("other", "z", 1, default));
            Assert.True(await DoAsync(journal, t => t.RemoveDocument("device", "c")));
            Assert.False(await DoAsync(journal, t => t.RemoveDocument("device", "c")));
        }

        await using var again = Place.Open();
        Assert.Equal(["a", "b"], again.Reader.ListDocuments("device", "", 10).Select(document => document.Key));
        Assert.Equal(["b"], again.Reader.ListDocuments("device", "a", 10).Select(document => document.Key));
        var replaced = again.Reader.FindDocument("device", "b")!;
        Assert.Equal((2, 2), (replaced.Version, replaced.Body.Length));
        var all = again.Reader.ListDocuments("device", "", 10).Concat(again.Reader.ListDocuments("other", "", 10));
        Assert.Equal(all.Sum(document => document.Bytes), again.State.DocumentBytes);
    }

    [Fact]
    public async Task Operations_and_documents_have_a_cap_that_no_outcome_meets()
    {
        await using var journal = Place.Open(o => o.DocumentBytesMax = 400);
        Assert.Equal(OperationCode.Moved, (await DoAsync(journal, t => t.BeginOperation("sale:1", Hash))).Code);
        Assert.Equal(DocumentCode.JournalFull, await DoAsync(journal, t => t.PutDocument("s", "k", 1, new byte[400])));
        Assert.Equal(DocumentCode.Stored, await DoAsync(journal, t => t.PutDocument("s", "k", 1, new byte[200])));
        Assert.Equal(OperationCode.JournalFull, (await DoAsync(journal, t => t.BeginOperation("sale:2", Hash))).Code);
        var outcome = await DoAsync(journal, t => t.MoveOperation("sale:1", OperationEvent.Approve, new byte[500]));
        Assert.Equal(OperationCode.Moved, outcome.Code);
        var tooLarge = await DoAsync(journal, t => t.PutDocument("s", "k", 1, new byte[Document.BodyBytesMax + 1]));
        Assert.Equal(DocumentCode.DocumentTooLarge, tooLarge);
        Assert.Equal(DocumentCode.KeyMalformed, await DoAsync(journal, t => t.PutDocument("", "k", 1, default)));
    }

    [Fact]
    public async Task A_finished_operation_goes_a_week_later_and_an_open_one_stays()
    {
        await using var journal = Place.Open();
        foreach (var key in (string[])["done", "open", "unsent"]) await DoAsync(journal, t => t.BeginOperation(key, Hash));
        await DoAsync(journal, t => t.MoveOperation("done", OperationEvent.Decline));
        var seq = await AppendAsync(journal, JournalPlace.Record());
        await DoAsync(journal, t => t.MoveOperation("unsent", OperationEvent.Approve, seq: seq));
        Place.Time.Advance(TimeSpan.FromDays(7));
        await journal.MaintainAsync(Ct);

        Assert.Null(journal.Reader.FindOperation("done"));
        Assert.NotNull(journal.Reader.FindOperation("open"));
        Assert.NotNull(journal.Reader.FindOperation("unsent"));
        await journal.AckAsync(journal.Incarnation, seq, Ct);
        await journal.MaintainAsync(Ct);
        Assert.Null(journal.Reader.FindOperation("unsent"));
        Assert.Equal(journal.Reader.FindOperation("open")!.Bytes, journal.State.DocumentBytes);
    }

    [Fact]
    public async Task Operations_follow_their_records_into_a_new_incarnation()
    {
        await using var journal = Place.Open();
        for (var i = 1; i <= 3; i++)
        {
            var key = $"sale:{i}";
            await DoAsync(journal, t => t.BeginOperation(key, Hash));
            var seq = await AppendAsync(journal, JournalPlace.Record(key: key));
            await DoAsync(journal, t => t.MoveOperation(key, OperationEvent.Send, seq: seq));
        }

        await journal.AckAsync(journal.Incarnation, 1, Ct);
        await journal.AlignAsync(99, Place.Ids, Ct);
        Assert.Equal([null, 1L, 2L], Enumerable.Range(1, 3).Select(i => journal.Reader.FindOperation($"sale:{i}")!.Seq));
        Assert.Equal("sale:2", journal.Reader.FindByKey("sale:2") is { Seq: 1 } ? journal.Reader.FindOperation(1)?.Key : null);
    }

    private static async Task<T> DoAsync<T>(EdgeJournal journal, Func<IJournalTransaction, T> act)
    {
        var outcome = await journal.WriteAsync(new Write<T>(transaction => JournalVerdict.Keep(act(transaction))), Ct);
        Assert.Equal(WriteCode.Kept, outcome.Code);
        return outcome.Value!;
    }
}
