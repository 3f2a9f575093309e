using CrmEdge.Simulators.Demo.BackOffice;
using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Machines;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class CrossLimit : IStep
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);

    public string Title => "A meter crosses its owner's limit and is suspended, the owner pays, it is resumed";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        var device = stage.Devices[^1];
        await stage.Business.PutAsync<AccountAnswer>(
            $"/contacts/{device.Owner.Id}/account", new { CreditLimit = Plan.Limit }, ct);
        await stage.Fleet([device], device.Plan.Reading, Plan.ReadingsOverLimit, TimeSpan.Zero).RunAsync(ct);
        await BecomesAsync(stage, device, "SUSPENDED", ct);
        stage.Claims.Equal("Connections of the suspended meter let in", 0, await LetInAsync(stage, device, ct) ? 1 : 0);
        var payment = await stage.Business.PostAsync<PaymentAnswer>(
            "/payments", new { ContactId = device.Owner.Id, Amount = Plan.Owed, Method = "CASH" }, ct);
        stage.Claims.Equal("Owed after the payment", 0m, payment.Balance);
        await BecomesAsync(stage, device, "ENABLED", ct);
        await stage.Fleet([device], device.Plan.Reading, Plan.ReadingsResumed, TimeSpan.Zero).RunAsync(ct);
        stage.Screen.Say($"suspended at {Plan.Owed:0.00} € of {Plan.Limit:0.00} €, resumed once that was paid");
    }

    // Wanted by the cloud, and reported back by the hub as done.
    private static Task BecomesAsync(Stage stage, Device device, string state, CancellationToken ct) =>
        Until.HoldsAsync($"the meter is {state.ToLowerInvariant()}", Most, async () =>
        {
            var now = (await stage.Business.GetAsync<DeviceAnswer>($"/devices/{device.Id}", ct)).State;
            return now is { Outcome: "APPLIED" } && now.Desired == state;
        }, stage.Time, ct);

    private static async Task<bool> LetInAsync(Stage stage, Device device, CancellationToken ct)
    {
        try
        {
            await using var client = await Mqtt.Client.MqttClient.ConnectAsync(stage.LoginOf(device), stage.Time, ct);
            return true;
        }
        catch (Mqtt.MqttException)
        {
            return false;
        }
    }
}
