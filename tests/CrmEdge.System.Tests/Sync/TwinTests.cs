using System.Diagnostics;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>Two boxes with one journal, as a cloned machine or a folder that was copied makes them; and a journal that is
/// gone.</summary>
[Collection(nameof(SharedWorld))]
public sealed class TwinTests(SyncWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_copy_is_refused_while_the_first_lives_and_then_goes_on_without_losing_or_doubling_a_sale()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using (var before = world.StartEdge(folder, "twin-before", sales: 10)) await BookedAsync("twin-before", 10);
        Copy(world.Folder[folder], world.Folder[$"{folder}-copy"]);

        await using var first = world.StartEdge(folder, "twin-first", sales: 30, everyMillis: 1);
        await first.LineAsync("Connected to the cloud", Patience);
        await BookedAsync("twin-first", 30);
        await using var copy = world.StartEdge($"{folder}-copy", "twin-copy", sales: 50, everyMillis: 1);
        await copy.LineAsync("incarnation_conflict", Patience);
        await copy.LineAsync("stop one of them and enrol it as an edge of its own", Patience);
        await copy.LineAsync("all rung", Patience);
        var link = (await world.GetAsync($"edges/{id}")).GetProperty("link");
        Assert.True(link.GetProperty("connected").GetBoolean());
        Assert.Equal("incarnation_conflict", link.GetProperty("refused").GetProperty("code").GetString());
        Assert.Contains("enrol it as an edge of its own", link.GetProperty("refused").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        Assert.Single(first.Output.Concat(first.Errors),
            line => line.Contains("Connected to the cloud", StringComparison.Ordinal));
        Assert.Equal(0, await BookedNowAsync("twin-copy"));

        // The copy has records of its own under the numbers of the first one's.
        await first.KillAsync();
        await copy.LineAsync("went another way", Patience);
        await BookedAsync("twin-copy", 50);
        Assert.Equal((10, 30), (await BookedNowAsync("twin-before"), await BookedNowAsync("twin-first")));
        Assert.Equal(2, await world.CountAsync($"SELECT count(DISTINCT incarnation) FROM inbox WHERE edge = '{id}'"));
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}'"));

        await using var back = world.StartEdge(folder, "twin-back", sales: 3);
        await back.LineAsync("incarnation_retired", Patience);
        await back.LineAsync("all rung", Patience);
        Assert.Equal(0, await BookedNowAsync("twin-back"));
    }

    [Fact]
    public async Task A_journal_that_is_deleted_begins_anew_and_doubles_nothing()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using (var edge = world.StartEdge(folder, "gone", sales: 5))
        {
            await edge.LineAsync("all rung", Patience);
            await BookedAsync("gone", 5);
        }
        foreach (var file in Directory.GetFiles(world.Folder[folder], "journal.db*"))
            if (!file.EndsWith(".lock", StringComparison.Ordinal)) File.Delete(file);
        // The till rings the same receipts again, and two more.
        await using var anew = world.StartEdge(folder, "gone", sales: 7);
        await anew.LineAsync("all rung", Patience);
        await BookedAsync("gone", 7);
        Assert.Equal(2, await world.CountAsync($"SELECT count(DISTINCT incarnation) FROM inbox WHERE edge = '{id}'"));
        var link = (await world.GetAsync($"edges/{id}")).GetProperty("link");
        Assert.Equal("missing", link.GetProperty("journal_start").GetString());
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}'"));
    }

    private static void Copy(string from, string to)
    {
        using var copy = Process.Start("cp", ["-a", from, to]);
        Assert.True(copy.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, copy.ExitCode);
    }

    private Task<long> BookedNowAsync(string run) =>
        world.CountAsync($"SELECT count(*) FROM purchase WHERE reference LIKE '{run}-%'");

    private Task<long> BookedAsync(string run, int sales) => Eventually.HoldsAsync(
        $"{sales} sales of {run} booked", async () => await BookedNowAsync(run), n => n == sales, Patience);
}
