using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;
using static CrmEdge.Cloud.Tests.Ledger.LedgerWorld;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>What callers see while the database, the lease or the queue is not to be had.</summary>
public sealed class LedgerOutageTests(LedgerCluster cluster) : IClassFixture<LedgerCluster>, IDisposable
{
    private const int RetryingEvent = 3101;
    private const int UnavailableEvent = 3102;

    private readonly TestLogs _logs = new();

    [Fact]
    public async Task A_full_queue_turns_callers_away_with_a_time_to_come_again()
    {
        var options = new LedgerOptions { Partitions = 2, QueuedOperations = 3, BatchOperations = 1 };
        await using var world = await StartAsync(cluster, _logs, options);
        var wallet = await world.WalletAsync(100);
        var stalled = await StallAsync(world);
        List<Task<PostCode>> taken = [world.PostAsync(world.Spend(wallet, 1))];
        await Eventually.HoldsAsync("the first is under way", () => WaitingAsync(world), waiting => waiting == 1);
        for (var i = 0; i < 3; i++) taken.Add(world.PostAsync(world.Spend(wallet, 1)));

        var busy = await Assert.ThrowsAsync<LedgerBusyException>(() => world.PostAsync(world.Spend(wallet, 1)));
        Assert.True(busy.Retry);
        Assert.InRange(busy.RetryAfter, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5));

        await stalled.DisposeAsync();
        Assert.All(await Task.WhenAll(taken), code => Assert.Equal(PostCode.Ok, code));
        Assert.Equal(96, await world.BalanceAsync(wallet));
    }

    [Fact]
    public async Task A_cancelled_caller_s_operation_is_whole()
    {
        await using var world = await StartAsync(cluster, _logs);
        var wallet = await world.WalletAsync(100);
        var stalled = await StallAsync(world);
        using var cancel = new CancellationTokenSource();
        var (first, second) = (world.Spend(wallet, 60), world.Spend(wallet, 40));
        var leaving = world.Ledger.SubmitAsync(PostTransfers.Linked(world.Partition, first, second), cancel.Token);
        await Eventually.HoldsAsync("it is under way", () => WaitingAsync(world), waiting => waiting == 1);
        var never = world.Ledger.SubmitAsync(PostTransfers.Each(world.Partition, world.Award(wallet, 1)), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never);
        await stalled.DisposeAsync();

        var again = await world.Ledger.SubmitAsync(PostTransfers.Linked(world.Partition, first, second), Ct);
        Assert.Equal([PostCode.Exists, PostCode.Exists], again);
        Assert.Equal(0, await world.BalanceAsync(wallet));
    }

    [Theory]
    [InlineData(1, 2)]   // the server cuts statements off, again and again
    [InlineData(20, 1)]  // we give up on a statement that is under way
    public async Task A_database_that_does_not_answer_is_said_in_time_and_the_same_ids_may_be_sent_again(int lease, int patience)
    {
        _logs.Expect(RetryingEvent, UnavailableEvent);
        var options = new LedgerOptions
        {
            Partitions = 2,
            Lease = TimeSpan.FromSeconds(lease),
            Patience = TimeSpan.FromSeconds(patience),
        };
        await using var world = await StartAsync(cluster, _logs, options);
        var wallet = await world.WalletAsync(100);
        var stalled = await StallAsync(world);
        var spend = world.Spend(wallet, 10);
        var unavailable = await Assert.ThrowsAsync<LedgerUnavailableException>(() => world.PostAsync(spend).InTimeAsync());
        Assert.True(unavailable.Retry);
        await stalled.DisposeAsync();

        Assert.True((await world.PostAsync(spend)).IsPosted());
        Assert.Equal(90, await world.BalanceAsync(wallet));
        await world.BooksAreRightAsync();
    }

    [Fact]
    public async Task A_host_that_lost_its_lease_writes_nothing_and_believes_nothing_it_remembers()
    {
        _logs.Expect(RetryingEvent, UnavailableEvent);
        var options = new LedgerOptions { Partitions = 2, Lease = TimeSpan.FromMinutes(1), Patience = TimeSpan.FromSeconds(1) };
        await using var world = await StartAsync(cluster, _logs, options);
        var wallet = await world.WalletAsync(100);
        var second = await world.AddHostAsync(options);

        // While the first holds the lease the second is turned away; once it has run out, the second takes the partition.
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => world.PostAsync(world.Spend(wallet, 1), second));
        await world.Database.ExecuteAsync("UPDATE crmedge_system.ledger_partition SET expires_at = '-infinity'");
        Assert.Equal(PostCode.Ok, await world.PostAsync(world.Spend(wallet, 100), second));

        // The first still believes it holds the lease, and that there are 100 to spend.
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => world.PostAsync(world.Spend(wallet, 50)));
        await second.StopAsync(Ct);
        Assert.Equal(PostCode.ExceedsCredits, await world.PostAsync(world.Spend(wallet, 50)));
        Assert.Equal(0, await world.BalanceAsync(wallet));
        await world.BooksAreRightAsync();
    }

    [Fact]
    public async Task Two_hosts_that_race_for_a_partition_never_both_write_it()
    {
        _logs.Expect(RetryingEvent, UnavailableEvent);
        var options = new LedgerOptions { Partitions = 2, Lease = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(1) };
        await using var world = await StartAsync(cluster, _logs, options);
        PartitionedLedger[] hosts = [world.Ledger, await world.AddHostAsync(options)];
        var wallet = await world.WalletAsync(1_000);
        var stealing = Task.Run(async () =>
        {
            // The partition is up for grabs again and again, while its owner is busy writing it.
            for (var i = 0; i < 40; i++)
            {
                var before = await EpochAsync(world);
                await world.Database.ExecuteAsync(
                    "UPDATE crmedge_system.ledger_partition SET owner = NULL, expires_at = '-infinity'");
                await Eventually.HoldsAsync(
                    "somebody has taken the partition", async () => await EpochAsync(world), epoch => epoch > before);
            }
        }, Ct);
        var posted = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(caller => Task.Run(async () =>
        {
            while (!stealing.IsCompleted)
            {
                var spend = world.Spend(wallet, 1);
                if ((await UntilDecidedAsync(world, spend, hosts, caller)).IsPosted()) Interlocked.Increment(ref posted);
            }
        }, Ct)));
        await stealing;
        Assert.Equal(posted, await world.Database.ScalarAsync<long>("SELECT count(*) - 1 FROM ledger_transfer"));
        Assert.Equal(1_000 - posted, await world.BalanceAsync(wallet));
        Assert.True(await EpochAsync(world) > 40);
        await world.BooksAreRightAsync();
    }

    private static Task<long> EpochAsync(LedgerWorld world) =>
        world.Database.ScalarAsync<long>("SELECT max(epoch) FROM crmedge_system.ledger_partition");

    /// <summary>Asks the hosts in turn, as a caller would that is told to come again.</summary>
    private static async Task<PostCode> UntilDecidedAsync(
        LedgerWorld world, Transfer transfer, PartitionedLedger[] hosts, int first)
    {
        for (var host = first; ; host++)
        {
            try
            {
                return await world.PostAsync(transfer, hosts[host % hosts.Length]);
            }
            catch (LedgerException refused) when (refused.Retry)
            {
                // Told to come again: the next host is asked.
            }
        }
    }

    /// <summary>Keeps the partition's row locked, so that no write commits, until disposed.</summary>
    private static async Task<IAsyncDisposable> StallAsync(LedgerWorld world)
    {
        var connection = await world.Database.Superuser.OpenConnectionAsync(Ct);
        await using var command = new NpgsqlCommand("BEGIN; SELECT FROM crmedge_system.ledger_partition FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync(Ct);
        return connection;
    }

    private static async ValueTask<long> WaitingAsync(LedgerWorld world) => await world.Database.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'crmedge-ledger/%' AND wait_event_type = 'Lock' " +
        "AND datname = current_database()");

    public void Dispose() => _logs.Dispose();
}
