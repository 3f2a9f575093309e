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
/// TPC-B-like transactions on the same cluster, in alternated rounds. The books are worked out anew by SQL after each round.
/// </summary>
internal static class LedgerBench
{
    private const int Rounds = 3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(8);

    /// <summary>Runs it all; about two minutes.</summary>
    public static async Task<BenchLine> RunAsync(TimeProvider time, CancellationToken ct)
    {
        // Not a private temporary folder: the server's own account must be able to pass through.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"crmedge-bench-{Environment.ProcessId}"));
        try
        {
            var options = new PrivatePostgresOptions
            {
                Folder = Path.Combine(folder.FullName, "pg"),
                SharedBuffersMegabytes = 1024,
            };
            await using var cluster = await PrivatePostgres.StartAsync(options, time, NullLogger<PrivatePostgres>.Instance, ct);
            return await CompareAsync(cluster, folder.FullName, time, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<BenchLine> CompareAsync(
        PrivatePostgres cluster, string folder, TimeProvider time, CancellationToken ct)
    {
        var pgbench = await Pgbench.PrepareAsync(cluster, ct);
        var logins = await PrivateRoles.EnsureAsync(cluster.ConnectionString(), folder, ct);
        await using var migrator = NpgsqlDataSource.Create(logins.Migrator);
        await new MigrationRunner(NullLogger<MigrationRunner>.Instance).MigrateAsync(migrator, Migration.Embedded(), ct);
        await using var database = NpgsqlDataSource.Create(logins.Ledger);
        var ids = new IdSource(time, RandomNumberGenerator.Fill);
        await using var ledger = new PartitionedLedger(
            new LedgerOptions(), ids.Next(), () => database, new Stores([], []), time, NullLoggerFactory.Instance);
        await ledger.StartAsync(ct);

        var load = await LedgerLoad.PrepareAsync(ledger, ids, time, ct);
        await pgbench.BestAsync(WarmUp, ct);
        await load.RunAsync(WarmUp, ct);
        List<LoadResult> ours = [];
        List<double> theirs = [];
        for (var round = 0; round < Rounds; round++)
        {
            theirs.Add(await pgbench.BestAsync(Round, ct));
            ours.Add(await load.RunAsync(Round, ct));
            await CheckBooksAsync(database, load, ct);
        }
        return Line(ours, theirs);
    }

    private static BenchLine Line(List<LoadResult> ours, List<double> theirs)
    {
        var notes = string.Create(
            CultureInfo.InvariantCulture,
            $"{LedgerLoad.Callers} callers, each waiting for its own transfer; {LedgerLoad.Businesses} businesses of " +
            $"{LedgerLoad.WalletsEach} wallets; p50 {Median(ours.Select(o => o.P50Milliseconds)):0.0} ms; " +
            $"rounds ours {string.Join('/', ours.Select(o => $"{o.PerSecond:0}"))}, " +
            $"pgbench {string.Join('/', theirs.Select(t => $"{t:0}"))}; books worked out by SQL after each");
        return new BenchLine(
            "ledger",
            "transfers/s",
            Median(ours.Select(o => o.PerSecond)),
            Median(theirs),
            "pgbench tpcb-like, scale 50, prepared, best of 8/16/32 clients, same cluster",
            Median(ours.Select(o => o.P99Milliseconds)),
            notes);
    }

    private static async Task CheckBooksAsync(NpgsqlDataSource database, LedgerLoad load, CancellationToken ct)
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
