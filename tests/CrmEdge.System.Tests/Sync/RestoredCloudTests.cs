using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The cloud's database is put back to an older copy: what edges had been told was safe, they send again.</summary>
[Collection(nameof(SharedWorld))]
public sealed class RestoredCloudTests(SyncWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_cloud_put_back_to_a_backup_gets_every_sale_again_and_books_each_once()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using var edge = world.StartEdge(folder, "restored", sales: 100_000, everyMillis: 25);
        await edge.LineAsync("rung restored-10", Patience);
        await BookedAsync(10);
        await world.BackUpAsync();
        var backedUp = await BookedNowAsync();
        // Confirmed after the backup, and confirmed before the edge itself was started anew.
        await BookedAsync(backedUp + 40);
        var lost = await BookedNowAsync();
        await world.RestoreAsync();
        await edge.LineAsync("sending again from", Patience);
        await BookedAsync(lost + 20);
        await edge.KillAsync();
        var rung = edge.Output.Count(line => line.StartsWith("rung ", StringComparison.Ordinal));
        // What it had not sent when it was killed goes out with the next start.
        await using var again = world.StartEdge(folder, "restored-again", sales: 0);
        await Eventually.HoldsAsync(
            "every sale is booked", async () => await BookedNowAsync(), n => n >= rung && n <= rung + 1, Patience);
        Assert.Equal(1, await world.CountAsync($"SELECT count(DISTINCT incarnation) FROM inbox WHERE edge = '{id}'"));
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}'"));
        Assert.Equal(0, await world.CountAsync("""
            SELECT count(*) FROM (SELECT seq, lag(seq) OVER (PARTITION BY edge, incarnation ORDER BY seq) AS before FROM inbox) s
            WHERE before IS NOT NULL AND seq <> before + 1
            """));
    }

    private Task<long> BookedNowAsync() => world.CountAsync("SELECT count(*) FROM purchase WHERE reference LIKE 'restored-%'");

    private Task<long> BookedAsync(long least) => Eventually.HoldsAsync(
        $"{least} sales booked", async () => await BookedNowAsync(), n => n >= least, Patience);
}
