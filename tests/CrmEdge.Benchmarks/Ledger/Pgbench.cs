using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using CrmEdge.Hosting.Postgres;
using CrmEdge.Kernel;
using Npgsql;

namespace CrmEdge.Benchmarks.Ledger;

/// <summary>PostgreSQL's own benchmark, in a database beside ours.</summary>
internal sealed partial class Pgbench
{
    private const string Database = "pgbench";
    private const int Scale = 50;
    private static readonly int[] Clients = [8, 16, 32];

    private readonly PrivatePostgres _cluster;

    private Pgbench(PrivatePostgres cluster) => _cluster = cluster;

    public static async Task<Pgbench> PrepareAsync(PrivatePostgres cluster, CancellationToken ct)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString());
        await using var create = source.CreateCommand($"CREATE DATABASE {Database}");
        await create.ExecuteNonQueryAsync(ct);
        var pgbench = new Pgbench(cluster);
        await pgbench.RunAsync(["-i", "-q", "-s", $"{Scale}"], ct);
        return pgbench;
    }

    /// <summary>Transactions a second with the best number of clients, each tried for a third of the time or more.</summary>
    public async Task<double> BestAsync(TimeSpan duration, CancellationToken ct)
    {
        var best = 0.0;
        var seconds = Math.Max(2, (int)duration.TotalSeconds / 2);
        foreach (var clients in Clients)
        {
            var said = await RunAsync(["-M", "prepared", "-n", "-c", $"{clients}", "-j", "2", "-T", $"{seconds}"], ct);
            best = Math.Max(best, double.Parse(Tps().Match(said).Groups[1].Value, CultureInfo.InvariantCulture));
        }
        return best;
    }

    private async Task<string> RunAsync(string[] arguments, CancellationToken ct)
    {
        var to = new DbConnectionStringBuilder { ConnectionString = _cluster.ConnectionString(Database) };
        var start = new ProcessStartInfo(Path.Combine(_cluster.ProgramFolder, "pgbench"), [.. arguments, Database])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGHOST"] = (string)to["Host"];
        start.Environment["PGPORT"] = (string)to["Port"];
        start.Environment["PGUSER"] = (string)to["Username"];
        start.Environment["PGPASSWORD"] = (string)to["Password"];
        using var process = Invariant.NotNull(Process.Start(start));
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"pgbench failed: {await errors}");
    }

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Tps();
}
