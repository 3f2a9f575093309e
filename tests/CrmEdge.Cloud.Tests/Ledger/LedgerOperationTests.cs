using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Kernel;
using static CrmEdge.Cloud.Tests.Ledger.LedgerWorld;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>Operations of other slices: their records, their facts and their mistakes.</summary>
public sealed class LedgerOperationTests(LedgerCluster cluster) : IClassFixture<LedgerCluster>, IDisposable
{
    private const int RejectedEvent = 3103;

    private readonly TestLogs _logs = new();

    [Fact]
    public async Task Records_are_read_by_id_and_by_owner_and_bring_their_accounts()
    {
        await using var world = await StartAsync();
        var (owner, wallet) = (world.Ids.Next(), await world.WalletAsync(7));
        var first = new Note(world.Tenant, world.Ids.Next(), owner, "first", wallet.Id);
        var second = new Note(world.Tenant, world.Ids.Next(), owner, null, wallet.Id);
        await SubmitAsync(world, reads => reads.Account(wallet.Id), books => Put(books, first, second));
        await SubmitAsync(world, reads => reads.Account(wallet.Id), books => Put(books, first with { Text = "changed" }));

        // A host without memory reads what the records lead to.
        await world.Ledger.StopAsync(Ct);
        var next = await world.AddHostAsync();
        var seen = await next.SubmitAsync(new Act(world.Partition, reads => reads.Of<Note>(owner), books =>
            string.Join(' ', books.Of<Note>(owner).Select(note =>
                $"{note.Text ?? "null"}:{books.Account(note.Account)!.Balance.Minor}"))), Ct);
        Assert.Equal("changed:7 null:7", seen);
        var one = await next.SubmitAsync(new Act(world.Partition, reads => reads.Find<Note>(second.Id), books =>
            $"{books.Find<Note>(second.Id)! == second}"), Ct);
        Assert.Equal("True", one);
    }

    [Fact]
    public async Task A_refused_operation_leaves_no_row_of_any_kind()
    {
        await using var world = await StartAsync();
        var wallet = await world.WalletAsync(7);
        var spend = world.Spend(wallet, 5);
        var outcome = await SubmitAsync(world, reads => { reads.Post(spend); reads.Account(wallet.Id); }, books =>
        {
            books.Append(new Tick(world.Tenant, world.Ids.Next(), 1));
            Put(books, new Note(world.Tenant, world.Ids.Next(), wallet.Owner, "x", wallet.Id));
            return $"no:{books.Post(spend)}";
        });
        Assert.Equal("no:Ok", outcome);
        var rows = "SELECT (SELECT count(*) FROM tick) + (SELECT count(*) FROM note)";
        Assert.Equal(0, await world.Database.ScalarAsync<long>(rows));
        Assert.Equal(7, await world.BalanceAsync(wallet));
        Assert.Equal(PostCode.Ok, await world.PostAsync(spend));
    }

    [Fact]
    public async Task Of_many_operations_only_the_one_the_database_refuses_is_rejected()
    {
        _logs.Expect(RejectedEvent);
        await using var world = await StartAsync();
        var wallet = await world.WalletAsync(1_000);
        var outcomes = await ManyAsync(world, wallet, culprits: new() { [17] = 100, [41] = 999 });

        foreach (var culprit in new[] { 17, 41 })
        {
            var rejected = Assert.IsType<OperationRejectedException>(outcomes[culprit]);
            Assert.Equal("tick_value_is_small", rejected.Constraint);
            Assert.False(rejected.Retry);
        }
        Assert.Equal(2, outcomes.Count(outcome => outcome is not null));
        Assert.Equal(62, await world.Database.ScalarAsync<long>("SELECT count(*) FROM tick"));
        Assert.Equal(1_000 - 62, await world.BalanceAsync(wallet));
        await world.BooksAreRightAsync();
    }

    [Fact]
    public async Task Rows_that_cannot_even_be_sent_are_rejected_alone()
    {
        _logs.Expect(RejectedEvent);
        await using var world = await StartAsync();
        var wallet = await world.WalletAsync(1_000);
        var outcomes = await ManyAsync(world, wallet, culprits: new() { [5] = -1 });
        Assert.IsType<OperationRejectedException>(outcomes[5]);
        Assert.Equal(1, outcomes.Count(outcome => outcome is not null));
        Assert.Equal(1_000 - 63, await world.BalanceAsync(wallet));
        await world.BooksAreRightAsync();
    }

    [Fact]
    public async Task An_operation_that_throws_or_looks_at_what_it_did_not_name_fails_alone()
    {
        await using var world = await StartAsync();
        var (wallet, other) = (await world.WalletAsync(10), world.Ids.Next());
        var spend = world.Spend(wallet, 1);
        var throwing = SubmitAsync(world, reads => reads.Post(spend), books =>
        {
            books.Post(spend);
            throw new InvalidOperationException("bug");
        });
        var peeking = SubmitAsync(world, _ => { }, books => $"{books.Account(other)}");
        var naming = SubmitAsync(world, _ => throw new InvalidOperationException("bad names"), _ => "never");
        Assert.Equal("bug", (await Assert.ThrowsAsync<InvalidOperationException>(() => throwing)).Message);
        Assert.Contains("is named in Reads", (await Assert.ThrowsAsync<InvariantViolatedException>(() => peeking)).Message);
        Assert.Equal("bad names", (await Assert.ThrowsAsync<InvalidOperationException>(() => naming)).Message);
        Assert.Equal(PostCode.Ok, await world.PostAsync(spend));
    }

    [Fact]
    public async Task An_account_opened_meanwhile_by_another_partition_is_seen_and_not_taken()
    {
        await using var world = await StartAsync();
        var wallet = Account.New(world.Tenant, AccountKind.WalletBusiness, world.Ids.Next(), Eur);
        var own = world.Partition.NumberAmong(2);
        var elsewhere = PartitionKey.Numbered(world.Tenant, 1 - own);
        var opened = await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => new[]
        {
            world.Ledger.SubmitAsync(new OpenAccounts(elsewhere, wallet), Ct),
            world.Ledger.SubmitAsync(new OpenAccounts(world.Partition, wallet), Ct),
        }));
        var partition = Assert.Single(opened.Select(accounts => accounts[0].Partition).Distinct());
        var expected = partition == own ? PostCode.Ok : PostCode.AccountInOtherPartition;
        Assert.Equal(expected, await world.PostAsync(world.Award(wallet, 1)));
    }

    [Fact]
    public async Task Large_operations_are_committed_in_parts()
    {
        await using var world = await StartAsync();
        var wallet = await world.WalletAsync(0);
        var posts = Enumerable.Range(0, 50).Select(_ =>
        {
            var awards = Enumerable.Range(0, 1_000).Select(_ => world.Award(wallet, 1));
            return world.Ledger.SubmitAsync(PostTransfers.Each(world.Partition, [.. awards]), Ct);
        });
        Assert.All(await Task.WhenAll(posts), codes => Assert.All(codes, code => Assert.Equal(PostCode.Ok, code)));
        Assert.Equal(50_000, await world.BalanceAsync(wallet));
        await world.BooksAreRightAsync();
    }

    private static Task<string> SubmitAsync(LedgerWorld world, Action<ReadSet> reads, Func<Books, string> decide) =>
        world.Ledger.SubmitAsync(new Act(world.Partition, reads, decide), Ct);

    /// <summary>Spends 1 and writes a tick, 64 times at once.</summary>
    private static async Task<Exception?[]> ManyAsync(LedgerWorld world, Account wallet, Dictionary<int, int> culprits)
    {
        var tasks = Enumerable.Range(0, 64).Select(async i =>
        {
            var spend = world.Spend(wallet, 1);
            try
            {
                await SubmitAsync(world, reads => reads.Post(spend), books =>
                {
                    books.Append(new Tick(world.Tenant, spend.Id, culprits.GetValueOrDefault(i, 1)));
                    return $"{books.Post(spend)}";
                });
                return null;
            }
            catch (LedgerException rejected)
            {
                return (Exception)rejected;
            }
        });
        return await Task.WhenAll(tasks);
    }

    private static string Put(Books books, params Note[] notes)
    {
        foreach (var note in notes) books.Put(note);
        return "put";
    }

    private async Task<LedgerWorld> StartAsync()
    {
        var stores = new Stores([new RecordBinding<Note>(new NoteStore())], [new FactBinding<Tick>(new TickStore())]);
        var world = await LedgerWorld.StartAsync(cluster, _logs, stores: stores);
        await using var tables = world.Database.Migrator.CreateCommand($"{Note.Table}; {Tick.Table}");
        await tables.ExecuteNonQueryAsync(Ct);
        return world;
    }

    public void Dispose() => _logs.Dispose();
}
