using System.Text.Json;
using CrmEdge.SystemTests.Devices;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>Simulated meters that stream readings until they are ended, and keep on the disk what they sent and were
/// promised.</summary>
internal sealed class StreamingFleet : IAsyncDisposable
{
    private static readonly string[] Serials = ["FLEET-1", "FLEET-2", "FLEET-3"];

    private readonly SyncWorld _world;
    private readonly TestProcess _fleet;
    private readonly string _log;

    private StreamingFleet(SyncWorld world, TestProcess fleet, string log) => (_world, _fleet, _log) = (world, fleet, log);

    public static async Task<StreamingFleet> StartAsync(SyncWorld world, Hub hub, int seed)
    {
        await Hub.PriceAsync(world);
        var (logins, log) = (world.Folder["fleet.json"], world.Folder["fleet.jsonl"]);
        await File.WriteAllTextAsync(logins, await hub.PairFleetAsync(Serials));
        return new StreamingFleet(world, TestProcess.Start(ProcessPlan.Ours("CrmEdge.Simulators", "fleet", $"--devices={logins}",
            $"--log={log}", $"--port={hub.Port}", "--readings=1000000", "--inFlight=3", "--resendPercent=10",
            "--pause=00:00:00.200", $"--seed={seed}")), log);
    }

    /// <summary>The devices lose their power.</summary>
    public Task EndAsync() => _fleet.KillAsync();

    /// <summary>Distinct readings that were noted as sent, acked or refused, as device:seq; each device has one boot.</summary>
    public HashSet<string> Noted(string what)
    {
        return
        [
            .. Lines(what).Select(line => JsonSerializer.Deserialize<JsonElement>(line))
                .Select(line => $"{line.GetProperty("device").GetString()}:{line.GetProperty("seq").GetInt64()}"),
        ];
    }

    /// <summary>Acknowledgements so far, repeats and all.</summary>
    public int Acknowledged() => Lines("acked").Count();

    /// <summary>Readings that are rated, in the same form, as often as they are.</summary>
    public async Task<IReadOnlyList<string>> RatedAsync() =>
        (await _world.SqlAsync("SELECT u.device || ':' || u.seq FROM usage_row u JOIN device d ON d.id = u.device "
            + "WHERE d.serial_number LIKE 'FLEET-%'")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    /// <summary>Whole lines of one kind; the last one may be half written.</summary>
    private IEnumerable<string> Lines(string what)
    {
        if (!File.Exists(_log)) return [];
        using var file = new StreamReader(new FileStream(_log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        var begin = $$"""{"event":"{{what}}",""";
        return file.ReadToEnd().Split('\n').Where(line => line.StartsWith(begin, StringComparison.Ordinal) && line.EndsWith('}'));
    }
}
