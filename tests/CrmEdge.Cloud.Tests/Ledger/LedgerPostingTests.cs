using System.Collections.Concurrent;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using static CrmEdge.Cloud.Tests.Ledger.LedgerWorld;

namespace CrmEdge.Cloud.Tests.Ledger;

public sealed class LedgerPostingTests(LedgerCluster cluster) : IClassFixture<LedgerCluster>, IDisposable
{
    private static readonly string[] PossibleAnswers = ["Ok", "Ok Exists", "ExceedsCredits", "IdAlreadyRefused ExceedsCredits"];

    private static readonly string[] Changes =
        ["UPDATE ledger_transfer SET amount = 6", "DELETE FROM ledger_transfer", "TRUNCATE ledger_transfer"];

    private readonly TestLogs _logs = new();

    [Fact]
    public Task Transfers_from_many_callers_with_repeats_are_each_posted_once() => Soak.SeededAsync(1, async dice =>
    {
        await using var world = await StartAsync(cluster, _logs);
        var wallets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.WalletAsync(300)));
        ConcurrentDictionary<Guid, ConcurrentBag<PostCode>> answers = [];

        const int Callers = 40;
        var each = Soak.Rounds(suite: 150, full: 3_000);
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => new Random(dice.Next())).Select(random => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
            {
                var wallet = wallets[random.Next(wallets.Length)];
                var spend = world.Spend(wallet, random.Next(1, 5));
                var repeats = random.Next(10) == 0 ? 2 : 1;
                var codes = await Task.WhenAll(Enumerable.Range(0, repeats).Select(_ => world.PostAsync(spend)));
                foreach (var code in codes) answers.GetOrAdd(spend.Id, _ => []).Add(code);
            }
        }, Ct)));

        Assert.Equal(Callers * each, answers.Count);
        Assert.All(answers.Values, codes => Assert.Contains(string.Join(' ', codes.Order()), PossibleAnswers));
        var posted = answers.Where(a => a.Value.Contains(PostCode.Ok)).Select(a => a.Key).ToHashSet();
        Assert.InRange(posted.Count, 1, (Callers * each) - 1);
        var stored = await world.Database.ScalarAsync<long>("SELECT count(*) FROM ledger_transfer");
        Assert.Equal(posted.Count + wallets.Length, stored);
        await world.BooksAreRightAsync();
    });

    [Fact]
    public async Task A_new_host_goes_on_from_what_was_committed()
    {
        await using var world = await StartAsync(cluster, _logs);
        var wallet = await world.WalletAsync(100);
        var tooMuch = world.Spend(wallet, 101);
        Assert.Equal(PostCode.ExceedsCredits, await world.PostAsync(tooMuch));
        var hold = world.Spend(wallet, 60) with { Kind = TransferKind.Pending };
        Assert.Equal(PostCode.Ok, await world.PostAsync(hold));
        await world.Ledger.StopAsync(Ct);

        var next = await world.AddHostAsync();
        Assert.Equal(PostCode.Exists, await world.PostAsync(hold, next));
        Assert.Equal(PostCode.IdAlreadyRefused, await world.PostAsync(tooMuch, next));
        Assert.Equal(PostCode.ExceedsCredits, await world.PostAsync(world.Spend(wallet, 41), next));
        Assert.Equal(PostCode.Ok, await world.PostAsync(Transfer.Post(world.Tenant, world.Ids.Next(), hold.Id), next));
        var late = Transfer.Void(world.Tenant, world.Ids.Next(), hold.Id);
        Assert.Equal(PostCode.PendingTransferAlreadyPosted, await world.PostAsync(late, next));
        Assert.Equal(40, await world.BalanceAsync(wallet));
        await world.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_stopped_host_says_to_come_again()
    {
        await using var world = await StartAsync(cluster, _logs);
        var wallet = await world.WalletAsync(1);
        await world.Ledger.StopAsync(Ct);
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => world.PostAsync(world.Spend(wallet, 1)));
        Assert.True(refused.Retry);
    }

    [Fact]
    public async Task Holds_whose_timeout_has_passed_are_ended_by_the_sweeper()
    {
        var time = new FakeTimeProvider();
        await using var world = await StartAsync(cluster, _logs, time: time);
        var sweeper = Sweeper(world, time);
        var wallet = await world.WalletAsync(100);
        var hold = world.Spend(wallet, 60) with { Kind = TransferKind.Pending, Timeout = TimeSpan.FromSeconds(30) };
        var lasting = world.Spend(wallet, 10) with { Kind = TransferKind.Pending };
        Assert.Equal(PostCode.Ok, await world.PostAsync(hold));
        Assert.Equal(PostCode.Ok, await world.PostAsync(lasting));

        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, await sweeper.SweepAsync(Ct));
        time.Advance(TimeSpan.FromSeconds(2));
        var late = Transfer.Post(world.Tenant, world.Ids.Next(), hold.Id);
        Assert.Equal(PostCode.PendingTransferExpired, await world.PostAsync(late));
        Assert.Equal(1, await sweeper.SweepAsync(Ct));
        Assert.Equal(0, await sweeper.SweepAsync(Ct));

        Assert.Equal(PostCode.Ok, await world.PostAsync(world.Spend(wallet, 90)));
        Assert.Equal(1, await world.Database.ScalarAsync<long>("SELECT count(*) FROM ledger_hold"));
        await world.BooksAreRightAsync();
    }

    [Fact]
    public async Task Refused_ids_are_forgotten_after_the_retry_horizon()
    {
        await using var world = await StartAsync(cluster, _logs);
        var time = new FakeTimeProvider(world.Time.GetUtcNow());
        var sweeper = Sweeper(world, time);
        var wallet = await world.WalletAsync(0);
        Assert.Equal(PostCode.ExceedsCredits, await world.PostAsync(world.Spend(wallet, 1)));

        await sweeper.ForgetAsync(Ct);
        Assert.Equal(1, await world.Database.ScalarAsync<long>("SELECT count(*) FROM ledger_refusal"));
        time.Advance(new LedgerOptions().RefusalsKept + TimeSpan.FromMinutes(1));
        await sweeper.ForgetAsync(Ct);
        Assert.Equal(0, await world.Database.ScalarAsync<long>("SELECT count(*) FROM ledger_refusal"));
    }

    [Fact]
    public async Task A_changed_number_of_partitions_is_refused_with_the_number_to_use()
    {
        await using var world = await StartAsync(cluster, _logs);
        var three = new LedgerOptions { Partitions = 3 };
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => world.AddHostAsync(three));
        Assert.Contains("Set Ledger:Partitions to 2", refused.Message);
    }

    [Fact]
    public async Task The_ledger_role_can_neither_change_nor_delete_a_transfer_and_nor_can_the_owner()
    {
        await using var world = await StartAsync(cluster, _logs);
        await world.WalletAsync(5);
        foreach (var role in new[] { world.Database.Ledger, world.Database.Migrator, world.Database.Superuser })
        {
            foreach (var sql in Changes)
            {
                await using var command = role.CreateCommand(sql);
                var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => command.ExecuteNonQueryAsync(Ct));
                Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
            }
        }
    }

    [Fact]
    public async Task The_trial_balance_finds_an_account_that_was_tampered_with()
    {
        await using var world = await StartAsync(cluster, _logs);
        var wallet = await world.WalletAsync(5);
        await world.BooksAreRightAsync();
        await world.Database.ExecuteAsync($"UPDATE ledger_account SET credits_posted = 6 WHERE id = '{wallet.Id}'");
        var audit = new TrialBalance(world.Database.Ledger);
        Assert.Equal([new BooksDifference(world.Tenant, wallet.Id)], await audit.DifferencesAsync(Ct));
        Assert.False(Assert.Single(await audit.LinesAsync(Ct)).IsZero);
    }

    private HoldSweeper Sweeper(LedgerWorld world, TimeProvider time) =>
        new(world.Ledger, () => world.Database.Ledger, new LedgerOptions(), time, _logs.For<HoldSweeper>());

    public void Dispose() => _logs.Dispose();
}
