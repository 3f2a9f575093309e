using System.Globalization;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Hosting;
using CrmEdge.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>A real process appends under load and is killed in the middle, again and again on the same journal.</summary>
public sealed class KillTests : JournalTestBase
{
    private const string CountVariable = "CRMEDGE_SOAK_JOURNAL_KILLS";
    private const int KillsByDefault = 8;
    private const int Producers = 24;

    [Fact]
    public async Task Nothing_that_was_answered_is_lost_doubled_or_out_of_place()
    {
        var kills = int.Parse(
            Ambient.EnvironmentVariable(CountVariable) ?? $"{KillsByDefault}", CultureInfo.InvariantCulture);
        var random = new Random(20_260_302);
        for (var kill = 1; kill <= kills; kill++)
        {
            var acked = await AppendUntilKilledAsync($"run{kill}", answers: random.Next(1, 3_000));
            await using (var journal = Place.Open()) AssertBooks(journal);
            AssertAllThere(acked);
        }

        Assert.Equal(Place.Ask("SELECT max(seq) FROM record"), Place.Ask("SELECT count(*) FROM record"));
        Assert.Equal(Place.Ask("SELECT count(*) FROM record"), Place.Ask("SELECT count(DISTINCT key) FROM record"));
        Assert.Equal(0, Place.Ask("SELECT count(*) FROM record WHERE CAST(rtrim(CAST(payload AS TEXT), '.') AS TEXT) <> key"));
        Assert.Equal(0, Place.Logs.Count(2001) + Place.Logs.Count(2003));
    }

    [Fact]
    public async Task Every_commit_is_synced_to_the_disk()
    {
        const int appends = 50;
        Assert.SkipUnless(File.Exists("/usr/bin/strace"), "strace is not installed.");
        var trace = Path.Combine(Place.Folder, "trace.txt");
        var plan = new ProcessPlan("/usr/bin/strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", trace,
            Executable, Place.Path, "synced", "1") { LogFolder = Path.Combine(Place.Folder, "strace") };
        await using var process = TestProcess.Start(plan);
        await Eventually.IsTrueAsync("answers under strace",
            () => Acked(process).Count >= appends || process.HasExited, TimeSpan.FromSeconds(60));
        Assert.SkipWhen(process.HasExited, "strace may not trace here.");
        // One caller at a time: each answer had a commit, and so a sync, of its own.
        var answered = Acked(process).Count;
        var synced = await Eventually.HoldsAsync("syncs in the trace",
            () => ValueTask.FromResult(File.ReadLines(trace).Count(line => line.Contains("sync(", StringComparison.Ordinal))),
            count => count >= answered);
        Assert.True(synced >= answered);
        await process.KillAsync();
    }

    private static string Executable => Path.Combine(AppContext.BaseDirectory, "CrmEdge.Edge.JournalSoak");

    private async Task<IReadOnlyList<(string Key, long Seq)>> AppendUntilKilledAsync(string run, int answers)
    {
        var plan = new ProcessPlan(Executable, Place.Path, run, $"{Producers}") { LogFolder = Path.Combine(Place.Folder, run) };
        await using var process = TestProcess.Start(plan);
        await process.LineAsync("opened");
        await Eventually.IsTrueAsync($"{answers} answers",
            () => process.HasExited || process.Output.Count > answers, TimeSpan.FromSeconds(60));
        Assert.False(process.HasExited, string.Join('\n', process.Errors));
        await process.KillAsync();
        return [.. File.ReadLines(Path.Combine(plan.LogFolder, "stdout.log")).Select(Parse).OfType<(string, long)>()];
    }

    private void AssertAllThere(IReadOnlyList<(string Key, long Seq)> acked)
    {
        Assert.NotEmpty(acked);
        using var db = JournalFile.Connect(Place.Path, SqliteOpenMode.ReadOnly);
        using var find = new SqliteStatement(db, "SELECT seq FROM record WHERE key = ?");
        foreach (var (key, seq) in acked) Assert.Equal(seq, find.Bind(key).Scalar());
    }

    private static List<string> Acked(TestProcess process) =>
        [.. process.Output.Where(line => line.StartsWith("acked", StringComparison.Ordinal))];

    /// <summary>Lines are whole: a pipe takes or leaves a write of less than 4 KiB.</summary>
    private static (string Key, long Seq)? Parse(string line) =>
        line.Split(' ') is ["acked", var key, var seq] ? (key, long.Parse(seq, CultureInfo.InvariantCulture)) : null;
}
