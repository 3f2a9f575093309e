using System.Net.Http.Json;
using System.Text.Json;
using CrmEdge.Simulators.Devices;

namespace CrmEdge.Simulators.Demo.Machines;

/// <summary>How an agent says it stands.</summary>
internal sealed record AgentStatus(string Link, long LastRecord, long Confirmed);

/// <summary>An edge: enrolled with a pairing code, started, killed and started again.</summary>
internal sealed class Agent : IAsyncDisposable
{
    private static readonly TimeSpan StartMost = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Machine _machine;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly string _name;
    private readonly Uri _pair;

    public Agent(
        string name, string folder, LoopbackPorts ports, IEnumerable<string> settings, HttpClient http, TimeProvider time)
    {
        (_name, _http, _time) = (name, http, time);
        var (web, nexo) = (ports.Next(), ports.Next());
        Status = new Uri($"http://127.0.0.1:{web}/status");
        _pair = new Uri($"http://127.0.0.1:{web}/local/devices/pair");
        _machine = new Machine(name, Programs.Agent,
        [
            $"--Agent:Folder={Path.Combine(folder, name)}", $"--Web:Port={web}", $"--Nexo:Listen=127.0.0.1:{nexo}",
            $"--Pos:LockFolder={folder}", "--Link:PauseMost=00:00:02", .. settings,
        ], folder, time);
    }

    public Uri Status { get; }

    public Task EnrolAsync(string pairingCode, Uri cloud, CancellationToken ct) =>
        _machine.CommandAsync(["enrol", pairingCode, "--cloud", cloud.ToString().TrimEnd('/')], ct);

    /// <summary>Starts it; returns when it answers.</summary>
    public async Task StartAsync(CancellationToken ct)
    {
        _machine.Start();
        await Until.HoldsAsync($"the {_name} answers ({_machine.LogFile})", StartMost, async () =>
        {
            _machine.MustRun();
            return await ReadAsync(ct) is not null;
        }, _time, ct);
    }

    public Task KillAsync() => _machine.KillAsync();

    /// <summary>Waits until records flow.</summary>
    public Task LinkedAsync(CancellationToken ct) => Until.HoldsAsync($"the {_name} is linked to the cloud ({_machine.LogFile})",
        StartMost, async () => await ReadAsync(ct) is { Link: "online" }, _time, ct);

    /// <summary>Waits until the cloud has confirmed everything this edge has written.</summary>
    public Task DrainedAsync(TimeSpan most, CancellationToken ct) => Until.HoldsAsync($"the {_name}'s journal is drained", most,
        async () => await ReadAsync(ct) is { } status && status.Confirmed >= status.LastRecord, _time, ct);

    /// <summary>Pairs a device as an installer does at the hub.</summary>
    public async Task<DeviceLogin> PairAsync(string serialNumber, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync(_pair, new { serialNumber, pairingCode = "" }, ct);
        if (!answer.IsSuccessStatusCode)
            throw new DemoException($"Meter {serialNumber} was not paired: {await answer.Content.ReadAsStringAsync(ct)}");
        return (await answer.Content.ReadFromJsonAsync<DeviceLogin>(Web, ct))!;
    }

    /// <summary>How it stands; null where it does not answer.</summary>
    public async Task<AgentStatus?> ReadAsync(CancellationToken ct)
    {
        try
        {
            return await _http.GetFromJsonAsync<AgentStatus>(Status, Web, ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync() => await _machine.DisposeAsync();
}
