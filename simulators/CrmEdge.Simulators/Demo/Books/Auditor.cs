using CrmEdge.Hosting.Processes;
using CrmEdge.Simulators.Demo.Machines;

namespace CrmEdge.Simulators.Demo.Books;

/// <summary>Asks the database through psql what it holds; nothing of the product stands between.</summary>
internal sealed class Auditor(Cloud cloud, TimeProvider time)
{
    private const int LinesMax = 100_000;
    private static readonly TimeSpan SettleMost = TimeSpan.FromSeconds(120);

    public async Task<CloudBooks> ReadAsync(CancellationToken ct) =>
        CloudBooks.Read(await PsqlAsync(["-f", Programs.AuditSql], ct));

    /// <summary>The books once nothing that was sent is still to take effect.</summary>
    public async Task<CloudBooks> SettledAsync(CancellationToken ct)
    {
        CloudBooks? books = null;
        await Until.HoldsAsync("all that edges sent has taken effect", SettleMost, async () =>
        {
            books = await ReadAsync(ct);
            return books.AreSettled;
        }, time, ct);
        return books!;
    }

    /// <summary>Writes every table of every schema of the product to a file of its own.</summary>
    public async Task CopyAsync(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var tables = await PsqlAsync(["-c", """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
            """], ct);
        await PsqlAsync([.. tables.SelectMany(table =>
            (string[])["-c", $"\\o '{Path.Combine(folder, table)}'", "-c", $"COPY {table} TO STDOUT"])], ct);
    }

    /// <summary>Changes the books behind the product's back.</summary>
    public Task TamperAsync(string sql, CancellationToken ct) => PsqlAsync(["-c", sql], ct);

    private async Task<IReadOnlyList<string>> PsqlAsync(string[] what, CancellationToken ct)
    {
        var (lines, errors) = (new List<string>(), new List<string>());
        var (address, password) = cloud.Books;
        await using var psql = ManagedProcess.Start(new ProcessSpec
        {
            FileName = "psql",
            Arguments = ["-X", "-q", "-A", "-t", "-F", "|", "-v", "ON_ERROR_STOP=1", .. what, address],
            Environment = new Dictionary<string, string>
            {
                ["PGPASSWORD"] = password, ["PGOPTIONS"] = "-c client_min_messages=warning",
            },
            OnOutput = line => Take(lines, line), OnError = line => Take(errors, line),
        }, time);
        if (await psql.Exited.WaitAsync(ct) == 0) return lines;
        throw new DemoException($"psql failed: {string.Join(' ', errors)}");
    }

    private static void Take(List<string> lines, string line)
    {
        lock (lines)
        {
            if (lines.Count < LinesMax) lines.Add(line);
        }
    }
}
