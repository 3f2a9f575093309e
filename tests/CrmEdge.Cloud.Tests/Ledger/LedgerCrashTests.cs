using System.Collections.Concurrent;
using System.Diagnostics;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using static CrmEdge.Cloud.Tests.Ledger.LedgerWorld;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>The server is killed under load: what was answered is there once, what was not can be asked again.</summary>
public sealed class LedgerCrashTests(LedgerCluster cluster) : IClassFixture<LedgerCluster>, IDisposable
{
    private const int RetryingEvent = 3101;
    private const int Callers = 32;
    private static readonly int Kills = Soak.Rounds(suite: 4, full: 20);

    private static readonly TimeSpan LoadBetweenKills = TimeSpan.FromMilliseconds(600);

    private readonly TestLogs _logs = new TestLogs().Expect(RetryingEvent, 3102);
    private readonly ConcurrentDictionary<Guid, PostCode> _answered = [];
    private long _retries;

    [Fact]
    public Task Nothing_answered_is_lost_or_doubled_when_the_postmaster_is_killed() => SurvivesAsync(async () =>
    {
        // Backends outlive their postmaster for a moment and go on answering: the next one to kill may not be there yet.
        await cluster.Postgres.Cluster.EnsureRunningAsync(Ct);
        Kill(cluster.Postgres.Cluster.ServerId);
    });

    [Fact]
    public Task Nothing_answered_is_lost_or_doubled_when_a_writer_s_backend_is_killed() => SurvivesAsync(async () =>
    {
        var backend = await TestPostgres.QueryAsync(cluster.Postgres.Cluster,
            "SELECT pid FROM pg_stat_activity WHERE application_name LIKE 'crmedge-ledger/%' " +
            "ORDER BY xact_start NULLS LAST LIMIT 1");
        if (int.TryParse(backend, out var id)) Kill(id);
    });

    private Task SurvivesAsync(Func<Task> kill) => Soak.SeededAsync(20_260_302, random => SurvivesAsync(random, kill));

    private async Task SurvivesAsync(Random random, Func<Task> kill)
    {
        var options = new LedgerOptions { Partitions = 2, Lease = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromSeconds(20) };
        await using var world = await StartAsync(cluster, _logs, options);
        var wallets = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.WalletAsync(2_000)));
        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, Callers).Select(_ => new Random(random.Next()))
            .Select(caller => Task.Run(() => SpendAsync(world, wallets, caller, stop.Token), Ct))
            .ToArray();

        for (var i = 0; i < Kills; i++)
        {
            await AnsweredAgainAsync();
            await Task.Delay(LoadBetweenKills * random.NextDouble(), Ct);
            await kill();
        }
        await AnsweredAgainAsync();
        await stop.CancelAsync();
        await Task.WhenAll(load);
        await CheckAsync(world, wallets);
    }

    private Task AnsweredAgainAsync()
    {
        var before = _answered.Count;
        return Eventually.IsTrueAsync(
            "callers are answered again", () => _answered.Count > before + 500, TimeSpan.FromSeconds(60));
    }

    private async Task CheckAsync(LedgerWorld world, Account[] wallets)
    {
        // The database is asked by plain SQL: all that was answered as posted is there, and nothing that was answered otherwise.
        HashSet<Guid> stored = [];
        await using var command = world.Database.Superuser.CreateCommand("SELECT id FROM ledger_transfer WHERE code = 'spend'");
        await using (var rows = await command.ExecuteReaderAsync(Ct))
            while (await rows.ReadAsync(Ct)) stored.Add(rows.GetGuid(0));
        var posted = _answered.Where(a => a.Value.IsPosted()).Select(a => a.Key).ToHashSet();
        Assert.True(posted.SetEquals(stored), $"answered {posted.Count}, stored {stored.Count}, asked again {_retries}");
        Assert.True(_logs.Count(RetryingEvent) > 0, "the kills were noticed");
        await world.BooksAreRightAsync();

        // And what the host remembers is what the database says.
        foreach (var wallet in wallets.Take(5))
        {
            var balance = await world.BalanceAsync(wallet);
            Assert.Equal(PostCode.ExceedsCredits, await world.PostAsync(world.Spend(wallet, balance + 1)));
            if (balance > 0) Assert.Equal(PostCode.Ok, await world.PostAsync(world.Spend(wallet, balance)));
        }
    }

    private async Task SpendAsync(LedgerWorld world, Account[] wallets, Random random, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var spend = world.Spend(wallets[random.Next(wallets.Length)], random.Next(1, 4));
            var repeats = random.Next(10) == 0 ? 2 : 1;
            for (var i = 0; i < repeats; i++) _answered[spend.Id] = await UntilDecidedAsync(world, spend);
        }
    }

    private async Task<PostCode> UntilDecidedAsync(LedgerWorld world, Transfer spend)
    {
        while (true)
        {
            try
            {
                var code = await world.PostAsync(spend);
                return code == PostCode.IdAlreadyRefused ? PostCode.ExceedsCredits : code;
            }
            catch (LedgerException refused) when (refused.Retry)
            {
                Interlocked.Increment(ref _retries);
            }
        }
    }

    private static void Kill(int id)
    {
        using var process = Process.GetProcessById(id);
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose() => _logs.Dispose();
}
