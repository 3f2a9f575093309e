using CrmEdge.Simulators.Demo.BackOffice;
using CrmEdge.Simulators.Demo.Machines;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class OpenSites : IStep
{
    public string Title => "Two edges are enrolled with pairing codes: a store and a hub";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await OpenAsync(stage, stage.Store, "Old Port store", "STORE", [Stage.Tap], ct);
        await OpenAsync(stage, stage.Hub, "Marina hub", "HUB", [], ct);
    }

    private static async Task OpenAsync(
        Stage stage, Agent agent, string name, string kind, string[] taps, CancellationToken ct)
    {
        var pairing = await stage.Business.PostAsync<PairingCode>(
            "/edges", new { Name = name, Organisation = "DEMO-SHOP", Kind = kind, Taps = taps }, ct);
        stage.Secrets.Add("pairing-code", pairing.Code);
        await agent.EnrolAsync(pairing.Code, stage.Cloud.Enrol, ct);
        await agent.StartAsync(ct);
        await agent.LinkedAsync(ct);
        stage.Screen.Say($"{name} is linked; it tells how it stands at {agent.Status}");
    }
}
