using System.Globalization;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.TestKit;
using Microsoft.Data.Sqlite;
using Xunit;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>A real process appends under load and is killed in the middle, again and again on the same journal.</summary>
public sealed class KillTests : JournalTestBase
{
    private const int Producers = 24;
    private static readonly int Kills = Soak.Rounds(suite: 8, full: 200);

    [Fact]
    public Task Nothing_that_was_answered_is_lost_doubled_or_out_of_place() => Soak.SeededAsync(20_260_302, SurviveAsync);

    private async Task SurviveAsync(Random random)
    {
        for (var kill = 1; kill <= Kills; kill++)
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

    /// <summary>Lines are whole: a pipe takes or leaves a write of less than 4 KiB.</summary>
    private static (string Key, long Seq)? Parse(string line) =>
        line.Split(' ') is ["acked", var key, var seq] ? (key, long.Parse(seq, CultureInfo.InvariantCulture)) : null;
}
