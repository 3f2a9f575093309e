using System.Text.Json;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Devices;

/// <summary>A real hub: an enrolled agent that devices speak MQTT with, and that can be killed and started again.</summary>
internal sealed class Hub : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly SyncWorld _world;
    private readonly FreePort _web = FreePort.Take();
    private readonly FreePort _mqtt = FreePort.Take();
    private readonly string[] _settings;

    private Hub(SyncWorld world, Guid edge, string folder)
    {
        (_world, Edge, Folder) = (world, edge, folder);
        _settings = [$"--Web:Port={_web}", "--Devices:Enabled=true", $"--Devices:Listener:Port={_mqtt}",
            "--Link:PauseMost=00:00:00.500"];
        Agent = world.StartAgent(folder, _settings);
    }

    public Guid Edge { get; }

    public string Folder { get; }

    public TestProcess Agent { get; private set; }

    public int Port => _mqtt;

    public static async Task<Hub> OpenAsync(SyncWorld world)
    {
        var (edge, folder) = await world.EnrolledAsync();
        var hub = new Hub(world, edge, folder);
        await hub.Agent.LineAsync("Connected to the cloud", Patience);
        return hub;
    }

    /// <summary>SIGKILL, and a new start on what is left.</summary>
    public async Task KillAsync()
    {
        await Agent.KillAsync();
        await Agent.DisposeAsync();
        Agent = _world.StartAgent(Folder, _settings);
        await Agent.PortAsync(_mqtt, Patience);
    }

    /// <summary>Waits until the cloud has applied everything that was written here.</summary>
    public Task DrainedAsync() => _world.DrainedAsync(Edge, _web);

    /// <summary>As an installer does it at the hub.</summary>
    public async Task<(string Device, string Password)> PairAsync(string serial, string code)
    {
        var pair = await TestProcess.RunAsync(ProcessPlan.Ours("CrmEdge.Edge.Agent",
            ["pair", serial, "--code", code, $"--Agent:Folder={_world.Folder[Folder]}", .. _settings]), Patience);
        Assert.True(await pair.Exited == 0, string.Join('\n', pair.Output.Concat(pair.Errors)));
        string Word(string name) =>
            pair.Output.Single(line => line.StartsWith(name, StringComparison.Ordinal))[(name.Length + 1)..];
        return (Word("username"), Word("password"));
    }

    /// <summary>Devices of a contact of their own, sold and paired; their logins as the simulated fleet reads them.</summary>
    public async Task<string> PairFleetAsync(params string[] serials)
    {
        var contact = (await _world.PostAsync("contacts", new { type = "PERSON", first_name = "Bea" })).GetProperty("id").GetGuid();
        var sold = await _world.PostAsync(
            "subscriptions", new { contact_id = contact, services = new[] { new { product = "kwh" } } });
        var logins = new List<object>();
        foreach (var serial in serials)
        {
            var device = (await _world.PostAsync("devices", new { serial_number = serial })).GetProperty("id").GetGuid();
            await _world.PostAsync($"subscriptions/{sold.GetProperty("id").GetGuid()}/devices", new { device_id = device });
            var (username, password) = await PairAsync(serial, "");
            logins.Add(new { Username = username, Password = password });
        }
        return JsonSerializer.Serialize(logins);
    }

    /// <summary>The price that every meter of the tests has.</summary>
    public static async Task PriceAsync(SyncWorld world)
    {
        await world.PutAsync("products/kwh", new { name = "Energy", classification = "USAGE_SERVICE" });
        await world.PostAsync("products/kwh/usage_prices", new
        {
            currency_code = "EUR", model = "FLAT", tiers = new[] { new { from = 1, price = 0.125m } },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _web.Dispose();
        _mqtt.Dispose();
    }
}
