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
        var (_, folder) = await world.EnrolledAsync();
        using var web = FreePort.Take();
        using var mqtt = FreePort.Take();
        var settings = Settings(folder, web, mqtt);
        await using var agent = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Edge.Agent", ["run", .. settings]));
        await agent.LineAsync("Connected to the cloud", Patience);
        var (device, password) = await PairAsync("METER-1", code, settings);

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

    [Fact]
    public async Task Whatever_kills_the_hub_each_reading_that_was_acknowledged_is_rated_once()
    {
        var (_, folder) = await world.EnrolledAsync();
        using var web = FreePort.Take();
        using var mqtt = FreePort.Take();
        var settings = Settings(folder, web, mqtt);
        var agent = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Edge.Agent", ["run", .. settings]));
        try
        {
            await agent.LineAsync("Connected to the cloud", Patience);
            var (logins, log) = (world.Folder[$"{folder}-devices.json"], world.Folder[$"{folder}.jsonl"]);
            await File.WriteAllTextAsync(logins, await PairFleetAsync(settings), TestContext.Current.CancellationToken);
            await using var fleet = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Simulators", "fleet", $"--devices={logins}",
                $"--log={log}", $"--port={mqtt}", "--readings=400", "--resendPercent=10", "--pause=00:00:00.010"));
            foreach (var enough in (int[])[100, 350, 700])
            {
                await Eventually.IsTrueAsync($"{enough} readings acknowledged", () => Acked(log).Count >= enough, Patience);
                await agent.KillAsync();
                await agent.DisposeAsync();
                agent = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Edge.Agent", ["run", .. settings]));
                await agent.PortAsync(mqtt, Patience);
            }
            Assert.Equal(0, await fleet.Exited.InTimeAsync(Patience));
            var expected = Acked(log);
            Assert.Equal(1_200, expected.Count);
            await Eventually.HoldsAsync("every reading is rated", async () => await RatedAsync(), expected.SetEquals, Patience);
        }
        finally
        {
            await agent.DisposeAsync();
        }
    }

    private string[] Settings(string folder, FreePort web, FreePort mqtt) =>
    [
        $"--Agent:Folder={world.Folder[folder]}", $"--Web:Port={web}", "--Devices:Enabled=true", $"--Devices:Listener:Port={mqtt}",
    ];

    /// <summary>Three devices of a contact of their own, paired; their logins as the fleet reads them.</summary>
    private async Task<string> PairFleetAsync(string[] settings)
    {
        await PriceAsync();
        var contact = (await world.PostAsync("contacts", new { type = "PERSON", first_name = "Bea" })).GetProperty("id").GetGuid();
        var sold = await world.PostAsync("subscriptions", new { contact_id = contact, services = new[] { new { product = "kwh" } } });
        var logins = new List<object>();
        foreach (var serial in (string[])["FLEET-1", "FLEET-2", "FLEET-3"])
        {
            var device = (await world.PostAsync("devices", new { serial_number = serial })).GetProperty("id").GetGuid();
            await world.PostAsync($"subscriptions/{sold.GetProperty("id").GetGuid()}/devices", new { device_id = device });
            var (username, password) = await PairAsync(serial, "", settings);
            logins.Add(new { Username = username, Password = password });
        }
        return JsonSerializer.Serialize(logins);
    }

    /// <summary>Distinct readings that the fleet was promised, as device:seq; each device has one boot.</summary>
    private static HashSet<string> Acked(string log)
    {
        if (!File.Exists(log)) return [];
        using var file = new StreamReader(new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var lines = file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Where(line => line.StartsWith("{\"event\":\"acked\"", StringComparison.Ordinal) && line.EndsWith('}'))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line))
            .Select(line => $"{line.GetProperty("device").GetString()}:{line.GetProperty("seq").GetInt64()}")];
    }

    private async Task<HashSet<string>> RatedAsync() =>
    [
        .. (await world.SqlAsync("SELECT u.device || ':' || u.seq FROM usage_row u JOIN device d ON d.id = u.device "
            + "WHERE d.serial_number LIKE 'FLEET-%'")).Split('\n'),
    ];

    /// <summary>A subscription at 0.125 a kWh that may owe 1.50; a pairing code for it.</summary>
    private async Task<string> SellAsync()
    {
        await PriceAsync();
        var sold =
            await world.PostAsync(
                "subscriptions", new { contact_id = SyncWorld.Contact, services = new[] { new { product = "kwh" } } });
        await world.PutAsync($"contacts/{SyncWorld.Contact}/account", new { credit_limit = 1.50m });
        await world.PostAsync("devices", new { serial_number = "METER-1" });
        return (await world.PostAsync($"subscriptions/{sold.GetProperty("id").GetGuid()}/pairing_codes", new { }))
            .GetProperty("code").GetString()!;
    }

    private async Task PriceAsync()
    {
        await world.PutAsync("products/kwh", new { name = "Energy", classification = "USAGE_SERVICE" });
        await world.PostAsync("products/kwh/usage_prices", new
        {
            currency_code = "EUR", model = "FLAT", tiers = new[] { new { from = 1, price = 0.125m } },
        });
    }

    private static async Task<(string Device, string Password)> PairAsync(string serial, string code, string[] settings)
    {
        var pair =
            await TestProcess.RunAsync(
                ProcessPlan.Ours("CrmEdge.Edge.Agent", ["pair", serial, "--code", code, .. settings]), Patience);
        Assert.True(await pair.Exited == 0, string.Join('\n', pair.Output.Concat(pair.Errors)));
        string Word(string name) =>
            pair.Output.Single(line => line.StartsWith(name, StringComparison.Ordinal))[(name.Length + 1)..];
        return (Word("username"), Word("password"));
    }

    private static async Task<int> PublishAsync(FreePort mqtt, string device, string password, int seq, int quantity)
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
