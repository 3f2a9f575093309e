using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Ledger;

public sealed class LedgerPropertyTests
{
    private static readonly Arbitrary<Step[]> Programs = Arb.Convert(
        ArbMap.Default.ArbFor<(byte, byte, byte, byte, byte)[]>(),
        steps => steps.Select(s => new Step(s.Item1, s.Item2, s.Item3, s.Item4, s.Item5)).ToArray(),
        steps => steps.Select(s => (s.Verb, s.Id, s.From, s.To, s.Amount)).ToArray());

    [Fact]
    public void Random_programs_reach_most_answers()
    {
        var codes = Programs.Generator.Sample(120, new Rnd(1), 100).SelectMany(program =>
        {
            var batch = NewBooks();
            return program.SelectMany((step, i) => Post(batch, LedgerProgram.Transfers(step), i));
        }).CountBy(code => code).ToDictionary();
        Assert.True(codes[PostCode.Ok] > 500, $"{codes[PostCode.Ok]} posted");
        Assert.True(codes.Count >= 20, string.Join(' ', codes.Keys.Order()));
    }

    [Fact]
    public void Balances_are_what_the_posted_transfers_sum_to() => Holds(program =>
    {
        var (batch, model) = (NewBooks(), new LedgerModel());
        for (var i = 0; i < program.Length; i++)
        {
            var transfers = LedgerProgram.Transfers(program[i]);
            var codes = Post(batch, transfers, i);
            foreach (var (transfer, code) in transfers.Zip(codes)) if (code == PostCode.Ok) model.Posted(transfer);
            foreach (var account in LedgerProgram.Accounts) Assert.Equal(model.Of(account), Sums(Now(batch, account)));
        }
    });

    [Fact]
    public void The_books_sum_to_zero_and_no_limit_is_ever_crossed() => Holds(program =>
    {
        var batch = NewBooks();
        for (var i = 0; i < program.Length; i++)
        {
            Post(batch, LedgerProgram.Transfers(program[i]), i);
            var accounts = LedgerProgram.Accounts.Select(account => Now(batch, account)).ToList();
            Assert.Equal(0, accounts.Sum(a => a.DebitsPosted - a.CreditsPosted));
            Assert.Equal(0, accounts.Sum(a => a.DebitsPending - a.CreditsPending));
            Assert.All(accounts, a => Assert.True(a is { DebitsPosted: >= 0, CreditsPosted: >= 0 }));
            Assert.All(accounts, a => Assert.True(a is { DebitsPending: >= 0, CreditsPending: >= 0 }));
            Assert.All(accounts.Where(a => a.Limits != AccountLimits.None), a => Assert.True(a.Available.Minor >= 0));
        }
    });

    [Fact]
    public void Linked_transfers_are_posted_all_or_none() => Holds(program =>
    {
        var batch = NewBooks();
        for (var i = 0; i < program.Length; i++)
        {
            var before = batch.Transfers.Count;
            var codes = Post(batch, LedgerProgram.Transfers(program[i]), i);
            Assert.Contains(codes.Count(code => code == PostCode.Ok), new[] { 0, codes.Count });
            Assert.Equal(codes.Count(code => code == PostCode.Ok), batch.Transfers.Count - before);
        }
    });

    [Fact]
    public void A_program_run_again_moves_nothing_and_is_answered_as_before() => Holds(program =>
    {
        var batch = NewBooks();
        var first = program.Select((step, i) => Post(batch, LedgerProgram.Transfers(step), i)).ToList();
        var (count, sums) = (batch.Transfers.Count, LedgerProgram.Accounts.Select(a => Sums(Now(batch, a))).ToList());
        for (var i = 0; i < program.Length; i++)
        {
            var again = Post(batch, LedgerProgram.Transfers(program[i]), program.Length + i);
            if (first[i].All(code => code.IsPosted())) Assert.All(again, code => Assert.Equal(PostCode.Exists, code));
            else Assert.All(again, code => Assert.NotEqual(PostCode.Ok, code));
        }
        Assert.Equal(count, batch.Transfers.Count);
        Assert.Equal(sums, LedgerProgram.Accounts.Select(a => Sums(Now(batch, a))));
    }, since: "an expiry may fall due between the runs", without: step => step.Verb % 8 is 5 or 2 or 7);

    [Fact]
    public void However_the_program_is_cut_into_batches_the_answers_are_the_same() => Holds(program =>
    {
        var whole = NewBooks();
        var store = new StoredBooks();
        foreach (var account in LedgerProgram.Accounts) store.Open(account);
        for (var i = 0; i < program.Length; i++)
        {
            var operation = LedgerProgram.Operation(LedgerProgram.Transfers(program[i]));
            var expected = whole.Run(operation, LedgerProgram.TimeOf(i)).Outcome;
            Assert.Equal(expected, store.Run(operation, LedgerProgram.TimeOf(i)));
        }
    });

    private static void Holds(Action<Step[]> check, string since = "", Func<Step, bool>? without = null) => Check.One(
        Properties.Of(150).WithEndSize(120),
        Prop.ForAll(Programs, program =>
            check(without is null ? program : [.. program.Where(step => !without(step))])).Label(since));

    private static LedgerBatch NewBooks()
    {
        var batch = LedgerBatch.InMemory();
        batch.Run(new OpenAccounts(LedgerProgram.Partition, LedgerProgram.Accounts), LedgerProgram.TimeOf(0));
        return batch;
    }

    private static IReadOnlyList<PostCode> Post(LedgerBatch batch, Transfer[] transfers, int step) =>
        batch.Run(LedgerProgram.Operation(transfers), LedgerProgram.TimeOf(step)).Outcome;

    private static Account Now(LedgerBatch batch, Account account) =>
        batch.Books(LedgerProgram.Partition, LedgerProgram.TimeOf(0)).Account(account.Id)!;

    private static (long, long, long, long) Sums(Account a) =>
        (a.DebitsPosted, a.CreditsPosted, a.DebitsPending, a.CreditsPending);
}
