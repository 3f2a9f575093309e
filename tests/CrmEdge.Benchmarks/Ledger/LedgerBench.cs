using System.Globalization;
using System.Security.Cryptography;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Migrations;
using CrmEdge.Hosting.Postgres;
using CrmEdge.Kernel;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CrmEdge.Benchmarks.Ledger;

/// <summary>
/// Transfers a second through the ledger's public entry, each counted when its own caller got its answer, beside pgbench's
/// TPC-B-like transactions and the plain design of a transaction for each transfer, on the same cluster, in alternated rounds.
/// The books are worked out anew by SQL at the end.
/// </summary>
internal static class LedgerBench
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(8);

    /// <summary>One line for each distribution; about four minutes.</summary>
    public static async IAsyncEnumerable<BenchLine> RunAsync(TimeProvider time)
    {
        // Not a private temporary folder: the server's own account must be able to pass through.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"crmedge-bench-{Environment.ProcessId}"));
        try
        {
            foreach (var draw in (Draw[])[Draw.Uniform, Draw.Zipf(LoadBooks.WalletsEach)])
            {
                var own = folder.CreateSubdirectory(draw.Name.Split(' ')[0]).FullName;
                var options = new PrivatePostgresOptions { Folder = Path.Combine(own, "pg"), SharedBuffersMegabytes = 2048 };
                await using var cluster = await PrivatePostgres.StartAsync(
                    options, time, NullLogger<PrivatePostgres>.Instance, CancellationToken.None);
                yield return await CompareAsync(cluster, own, draw, time, CancellationToken.None);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<BenchLine> CompareAsync(
        PrivatePostgres cluster, string folder, Draw draw, TimeProvider time, CancellationToken ct)
    {
        var ids = new IdSource(time, RandomNumberGenerator.Fill);
        var pgbench = await Pgbench.PrepareAsync(cluster, ct);
        await using var plain = await OneByOne.PrepareAsync(cluster, ids, time, ct);
        await using var database = await MigratedAsync(cluster, folder, ct);
        await using var ledger = new PartitionedLedger(
            new LedgerOptions(), ids.Next(), () => database, new Stores([], []), time, NullLoggerFactory.Instance);
        await ledger.StartAsync(ct);
        var books = await LoadBooks.OpenAsync(ledger, ids, ct);
        var load = new LedgerLoad(ledger, ids, time, books);

        await pgbench.BestAsync(WarmUp, ct);
        await plain.RunAsync(draw, WarmUp, ct);
        await load.ClosedAsync(draw, WarmUp, ct);
        List<LoadResult> ours = [];
        List<double> theirs = [];
        List<double> plainly = [];
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await pgbench.BestAsync(Round, ct));
            ours.Add(await load.ClosedAsync(draw, Round, ct));
            plainly.Add(await plain.RunAsync(draw, Round, ct));
        }
        var half = await load.OpenAsync(draw, Median(ours.Select(o => o.PerSecond)) / 2, Round, ct);
        await CheckBooksAsync(database, books, ct);
        return Line(draw, ours, half, theirs, plainly);
    }

    private static async Task<NpgsqlDataSource> MigratedAsync(PrivatePostgres cluster, string folder, CancellationToken ct)
    {
        var logins = await PrivateRoles.EnsureAsync(cluster.ConnectionString(), folder, ct);
        await using var migrator = NpgsqlDataSource.Create(logins.Migrator);
        await new MigrationRunner(NullLogger<MigrationRunner>.Instance).MigrateAsync(migrator, Migration.Embedded(), ct);
        return NpgsqlDataSource.Create(logins.Ledger);
    }

    private static BenchLine Line(
        Draw draw, List<LoadResult> ours, LoadResult half, List<double> theirs, List<double> plainly)
    {
        var rate = Median(ours.Select(o => o.PerSecond));
        var plain = Median(plainly);
        var notes = string.Create(
            CultureInfo.InvariantCulture,
            $"{draw.Name}; {LedgerLoad.Callers} callers, each waiting for its own transfer; {LoadBooks.Businesses} businesses of " +
            $"{LoadBooks.WalletsEach} wallets, none may go below zero; p99 is at half load ({half.PerSecond:0}/s, p50 " +
            $"{half.P50Milliseconds:0.0} ms), at full load {Median(ours.Select(o => o.P99Milliseconds)):0.0} ms; " +
            $"turned away {ours.Sum(o => o.Refused) + half.Refused}; one transfer per transaction {plain:0}/s, ratio to it " +
            $"{rate / plain:0.0}; rounds ours {string.Join('/', ours.Select(o => $"{o.PerSecond:0}"))}, " +
            $"pgbench {string.Join('/', theirs.Select(t => $"{t:0}"))}; books worked out by SQL");
        return new BenchLine(
            "ledger",
            "transfers/s",
            rate,
            Median(theirs),
            "pgbench tpcb-like, scale 50, prepared, best of 8/16/32 clients, same cluster",
            Math.Round(half.P99Milliseconds, 1),
            notes);
    }

    private static async Task CheckBooksAsync(NpgsqlDataSource database, LoadBooks load, CancellationToken ct)
    {
        var books = new TrialBalance(database);
        Invariant.Holds((await books.LinesAsync(ct)).All(line => line.IsZero), "the books sum to zero");
        Invariant.Holds((await books.DifferencesAsync(ct)).Count == 0, "every balance is the sum of its transfers");
        await using var count = database.CreateCommand("SELECT count(*) FROM ledger_transfer");
        Invariant.Holds((long)(await count.ExecuteScalarAsync(ct))! == load.Posted, "what was answered is what is stored");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return Math.Round(sorted[sorted.Length / 2], 1);
    }
}
