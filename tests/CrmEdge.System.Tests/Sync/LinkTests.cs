using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>Sales rung on real agents reach the books of a real host, each once, whatever dies in between.</summary>
[Collection(nameof(SharedWorld))]
public sealed class LinkTests(SyncWorld world)
{
    private const int Kills = 8;
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
    public async Task Whatever_is_killed_each_sale_that_was_rung_is_booked_once()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        var random = new Random(20261121);
        var rung = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var edge = world.StartEdge(folder, $"kill{kill}", sales: 100_000, everyMillis: 3);
            await edge.LineAsync($"rung kill{kill}-{random.Next(5, 150)}", Patience);
            if (kill % 2 == 0)
            {
                await world.Host!.KillAsync();
                await edge.LineAsync($"rung kill{kill}-{random.Next(160, 200)}", Patience);
                await world.StartHostAsync();
            }
            await edge.KillAsync();
            rung.AddRange(edge.Output.Where(line => line.StartsWith("rung ", StringComparison.Ordinal))
                .Select(line => line[5..]));
        }
        await using var last = world.StartEdge(folder, "last", sales: 1);
        await last.LineAsync("all rung", Patience);
        await BookedAsync("last", 1);   // in order: then everything before it is booked too
        var booked = (await world.SqlAsync("SELECT reference FROM purchase WHERE reference LIKE 'kill%'")).Split('\n')
            .ToHashSet();
        // A sale whose line was never printed may be durable all the same; one that was printed must be.
        Assert.Empty(rung.Except(booked));
        Assert.True(booked.Count <= rung.Count + Kills, $"{booked.Count} booked, {rung.Count} rung");
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM quarantine WHERE edge = '{id}'"));
        Assert.Equal(0, await world.CountAsync(
            $"SELECT count(*) FROM (SELECT seq, lag(seq) OVER (ORDER BY seq) AS before FROM inbox WHERE edge = '{id}') s " +
                "WHERE seq <> coalesce(before, 0) + 1"));
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
