using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>A certificate's life over a living link, and the way back once it has ended.</summary>
[Collection(nameof(SharedWorld))]
public sealed class CertificateTests(SyncWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_certificate_is_renewed_over_the_link_and_one_that_ended_is_replaced_without_losing_a_sale()
    {
        await world.StartHostAsync("--Edges:CertificateValid=00:00:15");
        try
        {
            // Its certificate ends while the other one's is renewed.
            var (ended, endedFolder) = await world.EnrolledAsync(SyncWorld.Tap);
            await using (var early = world.StartEdge(endedFolder, "early", sales: 5))
            {
                await early.LineAsync("all rung", Patience);
                await BookedAsync("early", 5);
            }
            await RenewAsync();
            await ComeBackAsync(ended, endedFolder);
        }
        finally
        {
            await world.StartHostAsync();
        }
    }

    private async Task RenewAsync()
    {
        var (id, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        var first = await SerialsAsync(id);
        await using var edge = world.StartEdge(folder, "renewed", sales: 100_000, everyMillis: 20);
        await edge.LineAsync("The certificate was renewed", Patience);
        await Eventually.IsTrueAsync("it is connected again", () => Connections(edge) >= 2, Patience);
        // Were the old one still in use, the next greeting with it would be refused; so the stream is cut.
        await world.SqlAsync($"UPDATE edge_certificate SET revoked_at = now() WHERE edge = '{id}' AND serial = '{first}'");
        var before = Connections(edge);
        await world.SqlAsync($"""
            SELECT pg_notify('crmedge_edge_stream', 'stream_replaced ' || tenant || ' ' || id || ' {Guid.Empty}')
            FROM edge WHERE id = '{id}'
            """);
        await Eventually.IsTrueAsync("it has greeted anew", () => Connections(edge) > before, Patience);
        var seen = edge.Output.Count(IsRung);
        await Eventually.IsTrueAsync("it goes on", () => edge.Output.Count(IsRung) > seen + 20, Patience);
        await edge.KillAsync();
        await BookedAsync("renewed", edge.Output.Count(IsRung), orOneMore: true);
        Assert.DoesNotContain(edge.Output.Concat(edge.Errors),
            line => line.Contains("certificate_revoked", StringComparison.Ordinal));
    }

    private async Task ComeBackAsync(Guid id, string folder)
    {
        await Eventually.HoldsAsync("its certificate has ended", async () =>
            await world.CountAsync($"SELECT count(*) FROM edge_certificate WHERE edge = '{id}' AND valid_until > now()"),
            n => n == 0);
        await using var edge = world.StartEdge(folder, "late", sales: 20);
        await edge.LineAsync("certificate_expired", Patience);
        await edge.LineAsync("Enrol the edge anew with a pairing code", Patience);
        await edge.LineAsync("all rung", Patience);
        var status = await TestProcess.RunAsync(
            ProcessPlan.Ours("CrmEdge.Edge.Agent", "status", $"--Agent:Folder={world.Folder[folder]}", "--Web:Port=9"), Patience);
        Assert.Contains(status.Output, line => line.StartsWith("certificate ended", StringComparison.Ordinal)
            && line.Contains($"/backoffice/v2/edges/{id}/actions", StringComparison.Ordinal)
            && line.Contains("crmedge-agent enrol", StringComparison.Ordinal));
        Assert.Equal("certificate_expired",
            (await world.GetAsync($"edges/{id}")).GetProperty("link").GetProperty("refused").GetProperty("code").GetString());

        // The agent runs on meanwhile: its tills are served.
        var code = (await world.ActAsync($"edges/{id}", "PAIR")).GetProperty("pairing_code").GetString()!;
        Assert.Equal(0, await (await world.EnrolAsync(code, folder)).Exited);
        await edge.LineAsync("Connected to the cloud", Patience);
        await BookedAsync("late", 20);
        Assert.Equal(1, await world.CountAsync($"SELECT count(DISTINCT incarnation) FROM inbox WHERE edge = '{id}'"));
        Assert.Equal(25, await world.CountAsync($"SELECT count(*) FROM inbox WHERE edge = '{id}'"));
    }

    private async Task<string> SerialsAsync(Guid edge) =>
        await world.SqlAsync($"SELECT string_agg(serial, ',') FROM edge_certificate WHERE edge = '{edge}'");

    private static int Connections(TestProcess edge) =>
        edge.Output.Concat(edge.Errors).Count(line => line.Contains("Connected to the cloud", StringComparison.Ordinal));

    private static bool IsRung(string line) => line.StartsWith("rung ", StringComparison.Ordinal);

    // A sale whose line was never printed may be durable all the same.
    private Task<long> BookedAsync(string run, int sales, bool orOneMore = false) => Eventually.HoldsAsync(
        $"{sales} sales of {run} booked",
        async () => await world.CountAsync($"SELECT count(*) FROM purchase WHERE reference LIKE '{run}-%'"),
        n => n == sales || (orOneMore && n == sales + 1), Patience);
}
