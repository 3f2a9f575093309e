using System.Security.Cryptography;
using CrmEdge.Kernel;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The real agent enrols with the real host, or is told by name why not.</summary>
[Collection(nameof(SyncWorldCollection))]
public sealed class EnrolmentTests(SyncWorld world)
{
    [Fact]
    public async Task A_box_with_a_good_code_becomes_an_edge_and_keeps_its_secrets_to_itself()
    {
        var (id, code) = await world.NewEdgeAsync(SyncWorld.Tap);
        var enrol = await world.EnrolAsync(code, "good");
        Assert.Equal(0, await enrol.Exited);
        Assert.Contains(enrol.Output, line => line.Contains(id.ToString(), StringComparison.Ordinal));
        var identity = world.Folder["good", "identity.json"];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(identity));
        Assert.Equal("ENROLLED", (await world.GetAsync($"edges/{id}")).GetProperty("state").GetString());
        Assert.Equal(0, await world.CountAsync($"SELECT count(*) FROM edge_pairing_code WHERE encode(hash, 'escape') LIKE '%{code[..5]}%'"));
    }

    [Fact]
    public async Task A_used_code_enrols_no_other_box()
    {
        var (_, code) = await world.NewEdgeAsync(SyncWorld.Tap);
        Assert.Equal(0, await (await world.EnrolAsync(code, "first")).Exited);
        await RefusedAsync("code_used", code, "second");
    }

    [Fact]
    public async Task An_expired_code_is_refused_by_name()
    {
        var (id, code) = await world.NewEdgeAsync(SyncWorld.Tap);
        await world.SqlAsync($"UPDATE edge_pairing_code SET expires_at = now() - interval '1 second' WHERE edge = '{id}'");
        await RefusedAsync("code_expired", code, "expired");
    }

    [Fact]
    public async Task A_code_nobody_issued_is_unknown()
    {
        var (_, code) = await world.NewEdgeAsync(SyncWorld.Tap);
        var forged = new PairingCode(RandomNumberGenerator.GetBytes(PairingCode.HalfBytes), PairingCode.Parse(code)!.Pin);
        await RefusedAsync("code_unknown", forged.Format(), "unknown");
    }

    [Fact]
    public async Task A_code_of_another_cloud_is_not_even_sent()
    {
        var foreign = PairingCode.For(RandomNumberGenerator.GetBytes(PairingCode.HalfBytes), [1, 2, 3]);
        await RefusedAsync("wrong_pin", foreign.Format(), "foreign");
    }

    [Fact]
    public async Task A_mistyped_code_is_told_from_an_unknown_one()
    {
        var (_, code) = await world.NewEdgeAsync(SyncWorld.Tap);
        await RefusedAsync("code_mistyped", (code[0] == 'A' ? 'B' : 'A') + code[1..], "mistyped");
    }

    [Fact]
    public async Task An_edge_that_is_not_enrolled_does_not_start()
    {
        var run = await TestProcess.RunAsync(ProcessPlan.Ours("CrmEdge.Edge.Agent", "run", $"--Agent:Folder={world.Folder["bare"]}"));
        Assert.NotEqual(0, await run.Exited);
        Assert.Contains(run.Errors, line => line.StartsWith("not_enrolled: ", StringComparison.Ordinal));
    }

    private async Task RefusedAsync(string name, string code, string folder)
    {
        var enrol = await world.EnrolAsync(code, folder);
        Assert.NotEqual(0, await enrol.Exited);
        Assert.Contains(enrol.Errors, line => line.StartsWith($"{name}: ", StringComparison.Ordinal));
        Assert.False(File.Exists(world.Folder[folder, "identity.json"]));
    }
}
