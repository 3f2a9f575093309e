using System.Text.Json;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Devices;

/// <summary>From mosquitto_pub at a hub to the contact's account in the cloud and back to the device: real host, real
/// agent.</summary>
[Collection(nameof(SharedWorld))]
public sealed class MeteringTests(SyncWorld world)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_paired_device_meters_is_suspended_beyond_the_limit_and_resumes_when_it_is_paid()
    {
        var code = await SellAsync();
        await using var hub = await Hub.OpenAsync(world);
        var mqtt = hub.Port;
        var (device, password) = await hub.PairAsync("METER-1", code);

        Assert.Equal(0, await PublishAsync(mqtt, device, password, seq: 1, quantity: 8));
        await OwesAsync(1.00m);
        Assert.NotEqual(0, await PublishAsync(mqtt, device, "guess", seq: 2, quantity: 8));
        Assert.Equal(0, await PublishAsync(mqtt, device, password, seq: 2, quantity: 8));
        await OwesAsync(2.00m);
        await StandsAsync(device, "SUSPENDED");
        Assert.NotEqual(0, await PublishAsync(mqtt, device, password, seq: 3, quantity: 8));

        await world.PostAsync("payments", new { contact_id = SyncWorld.Contact, amount = 2.00m, method = "CASH" });
        await StandsAsync(device, "ENABLED");
        Assert.Equal(0, await PublishAsync(mqtt, device, password, seq: 3, quantity: 4));
        await OwesAsync(0.50m);
    }

    /// <summary>A subscription at 0.125 a kWh that may owe 1.50; a pairing code for it.</summary>
    private async Task<string> SellAsync()
    {
        await Hub.PriceAsync(world);
        var sold =
            await world.PostAsync(
                "subscriptions", new { contact_id = SyncWorld.Contact, services = new[] { new { product = "kwh" } } });
        await world.PutAsync($"contacts/{SyncWorld.Contact}/account", new { credit_limit = 1.50m });
        await world.PostAsync("devices", new { serial_number = "METER-1" });
        return (await world.PostAsync($"subscriptions/{sold.GetProperty("id").GetGuid()}/pairing_codes", new { }))
            .GetProperty("code").GetString()!;
    }

    private static async Task<int> PublishAsync(int mqtt, string device, string password, int seq, int quantity)
    {
        var peer = await TestProcess.RunAsync(new ProcessPlan(
            "/usr/bin/mosquitto_pub", "-V", "mqttv5", "-h", "127.0.0.1", "-p", $"{mqtt}", "-i", device, "-u", device, "-P",
            password,
            "-q", "1", "-t", $"up/{device}/usage", "-m",
            $$"""{"boot":"1","seq":{{seq}},"meter":"kwh","quantity":{{quantity}}}"""));
        return await peer.Exited;
    }

    private Task<decimal> OwesAsync(decimal amount) => Eventually.HoldsAsync($"owes {amount}",
        async () => (await world.GetAsync($"contacts/{SyncWorld.Contact}/account")).GetProperty("balance").GetDecimal(), owed =>
            owed == amount, Patience);

    /// <summary>The cloud wants it, and the hub says that it is so.</summary>
    private Task<JsonElement> StandsAsync(string device, string desired) => Eventually.HoldsAsync($"is {desired}",
        async () => (await world.GetAsync($"devices/{device}")).GetProperty("state"),
        state => state.GetProperty("desired").GetString() == desired && state.GetProperty("outcome").GetString() == "APPLIED",
        Patience);
}
