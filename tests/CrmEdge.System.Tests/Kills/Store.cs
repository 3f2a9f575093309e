using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CrmEdge.Hosting;
using CrmEdge.Simulators.Till;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>A real store: an enrolled agent with a till at each TAP, on the line protocol over TCP.</summary>
internal sealed class Store : IAsyncDisposable
{
    private const string Secret = "a-till-s-secret-";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly SyncWorld _world;
    private readonly FreePort _line = FreePort.Take();
    private readonly FreePort _web = FreePort.Take();
    private readonly FreePort _nexo = FreePort.Take();
    private readonly string _folder;
    private readonly string[] _settings;
    private readonly List<IAsyncDisposable> _tills = [];
    private readonly List<TillLog> _logs = [];

    private Store(SyncWorld world, Guid edge, string folder, string[] taps, string[] settings)
    {
        (_world, Edge, _folder) = (world, edge, folder);
        _settings =
        [
            $"--Web:Port={_web}", $"--Nexo:Listen=127.0.0.1:{_nexo}", $"--Pos:LockFolder={world.Folder}",
            $"--Pos:Lines:0:Listen=127.0.0.1:{_line}", "--Link:PauseMost=00:00:00.500",
            .. taps.Select((tap, i) => $"--Pos:Tills:{i}:Tap={tap}"),
            .. taps.Select((tap, i) => $"--Pos:Tills:{i}:SecretSha256={Hashed(Secret + tap)}"),
            .. settings,
        ];
        Agent = world.StartAgent(folder, _settings);
    }

    public Guid Edge { get; }

    public TestProcess Agent { get; private set; }

    public static async Task<Store> OpenAsync(SyncWorld world, string[] taps, params string[] settings)
    {
        var (edge, folder) = await world.EnrolledAsync(taps);
        return await OpenedAsync(new Store(world, edge, folder, taps, settings));
    }

    /// <summary>A store whose link to the cloud goes by a relay.</summary>
    public static async Task<Store> OpenBehindAsync(Relay link, SyncWorld world, string[] taps, params string[] settings)
    {
        var (edge, folder) = await world.EnrolledAsync(taps);
        var file = world.Folder[folder, "identity.json"];
        var identity = JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsObject();
        identity["sync"] = $"https://127.0.0.1:{link.Port}/";
        await File.WriteAllTextAsync(file, identity.ToJsonString());
        return await OpenedAsync(new Store(world, edge, folder, taps, settings));
    }

    /// <summary>Waits until the cloud has applied everything that was written here.</summary>
    public Task DrainedAsync() => _world.DrainedAsync(Edge, _web);

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        await Agent.KillAsync();
        await Agent.DisposeAsync();
    }

    /// <summary>A new start on what a kill left.</summary>
    public async Task StartAsync()
    {
        Agent = _world.StartAgent(_folder, _settings);
        await Agent.PortAsync(_line, Patience);
    }

    /// <summary>A till that keeps asking until it is answered; its own record is on the disk.</summary>
    public LineTill Till(string tap)
    {
        var log = new TillLog(_world.Folder[$"{_folder}-{tap}-{_logs.Count}.jsonl"], Ambient.Time);
        var till = LineTill.OnTcp(IPAddress.Loopback.ToString(), _line, Secret + tap, log, Ambient.Time);
        _logs.Add(log);
        _tills.Add(till);
        return till;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var till in _tills) await till.DisposeAsync();
        foreach (var log in _logs) log.Dispose();
        await Agent.DisposeAsync();
        foreach (var port in (FreePort[])[_line, _web, _nexo]) port.Dispose();
    }

    private static async Task<Store> OpenedAsync(Store store)
    {
        await store.Agent.LineAsync("Connected to the cloud", Patience);
        await store.Agent.PortAsync(store._line, Patience);
        return store;
    }

    private static string Hashed(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
