using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>Sales rung on real agents reach the books of a real host, each once.</summary>
[Collection(nameof(SharedWorld))]
public sealed class LinkTests(SyncWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Sales_of_an_edge_are_booked_once_and_in_order()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using var edge = world.StartEdge(folder, "plain", sales: 120);
        await edge.LineAsync("all rung", Patience);
        await BookedAsync("plain", 120);
        Assert.Equal(120, await world.CountAsync($"SELECT max(seq) FROM inbox WHERE edge = '{id}'"));
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}'"));
    }

    [Fact]
    public async Task A_revoked_edge_is_cut_at_once_told_why_and_adds_nothing_more()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using var edge = world.StartEdge(folder, "revoked", sales: 100_000);
        await edge.LineAsync("Connected to the cloud", Patience);
        await world.ActAsync($"edges/{id}", "REVOKE");
        await edge.LineAsync("certificate_revoked", Patience);
        var taken = await world.CountAsync($"SELECT coalesce(max(seq), 0) FROM inbox WHERE edge = '{id}'");
        await edge.LineAsync($"rung revoked-{taken + 50}", Patience);
        Assert.Equal(taken, await world.CountAsync($"SELECT coalesce(max(seq), 0) FROM inbox WHERE edge = '{id}'"));
    }

    [Fact]
    public async Task A_cloud_that_forgot_is_sent_everything_again_and_books_it_once()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using (var edge = world.StartEdge(folder, "forgot", sales: 60))
        {
            await edge.LineAsync("all rung", Patience);
            await BookedAsync("forgot", 60);
        }
        await world.SqlAsync($"DELETE FROM inbox WHERE edge = '{id}' AND seq > 20");
        await world.SqlAsync($"UPDATE inbox_mark SET seq = 20 WHERE id = (SELECT id FROM inbox_watermark WHERE edge = '{id}')");
        await world.SqlAsync($"UPDATE inbox_watermark SET seq = 20, fingerprint = NULL WHERE edge = '{id}'");
        await using var again = world.StartEdge(folder, "forgot-more", sales: 5);
        await again.LineAsync("all rung", Patience);
        await BookedAsync("forgot-more", 5);
        Assert.Equal(65, await world.CountAsync($"SELECT count(*) FROM inbox WHERE edge = '{id}'"));
        Assert.Equal(65, await world.CountAsync("SELECT count(*) FROM purchase WHERE reference LIKE 'forgot%'"));
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}'"));
    }

    [Fact]
    public async Task A_till_of_another_edge_is_set_aside_and_can_be_replayed_once_it_is_paired()
    {
        var (id, folder) = await world.EnrolledAsync();
        await using var edge = world.StartEdge(folder, "astray", sales: 3);
        await edge.LineAsync("all rung", Patience);
        await Eventually.HoldsAsync("three records set aside",
            async () =>
                await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}' AND code = 'tap_not_paired'"), n =>
                n == 3, Patience);
        await world.PutAsync($"edges/{id}", new { taps = new[] { SyncWorld.Tap } });
        var list = (await world.GetAsync($"quarantine?edge_id={id}")).GetProperty("content").EnumerateArray()
            .Select(e => e.GetProperty("id").GetGuid()).ToList();
        Assert.Equal(3, list.Count);
        await world.ActAsync($"quarantine/{list[0]}", "REPLAY");
        await world.ActAsync($"quarantine/{list[1]}", "DISCARD");
        Assert.Equal(1, await world.CountAsync("SELECT count(*) FROM purchase WHERE reference LIKE 'astray%'"));
        Assert.Equal("discarded,open,replayed", await world.SqlAsync(
            $"SELECT string_agg(state, ',' ORDER BY state) FROM quarantine WHERE edge = '{id}'"));
    }

    private Task<long> BookedAsync(string run, int sales) => Eventually.HoldsAsync($"{sales} sales of {run} booked",
        async () => await world.CountAsync($"SELECT count(*) FROM purchase WHERE reference LIKE '{run}-%'"), n =>
            n == sales, Patience);
}
