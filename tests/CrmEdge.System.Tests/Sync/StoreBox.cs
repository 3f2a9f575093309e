using System.Security.Cryptography;
using System.Text;
using CrmEdge.Hosting;
using CrmEdge.Simulators.Till;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>The real agent of a store with a till of the line protocol on TCP, in the folder of an enrolled edge.</summary>
internal sealed class StoreBox : IAsyncDisposable
{
    private const string Secret = "till-secret-of-the-store";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FreePort _line = FreePort.Take();
    private readonly TillLog _log;
    private readonly LineTill _till;

    private StoreBox(SyncWorld world, string folder, IReadOnlyDictionary<string, string> environment, string[] more)
    {
        var secret = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));
        Agent = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Edge.Agent", [
            "run", $"--Agent:Folder={world.Folder[folder]}", "--Web:Port=0", "--Link:PauseMost=00:00:00.500",
            $"--Pos:Lines:0:Listen=127.0.0.1:{(int)_line}", $"--Pos:Tills:0:Tap={SyncWorld.Tap}",
            $"--Pos:Tills:0:SecretSha256={secret}", .. more]) with { Environment = environment });
        _log = new TillLog(world.Folder[$"{folder}-till.jsonl"], Ambient.Time);
        _till = LineTill.OnTcp("127.0.0.1", _line, Secret, _log, Ambient.Time);
    }

    public TestProcess Agent { get; }

    public static StoreBox Start(
        SyncWorld world, string folder, IReadOnlyDictionary<string, string>? environment = null, params string[] more) =>
        new(world, folder, environment ?? new Dictionary<string, string>(), more);

    /// <summary>Asks at the till; fields as <c>name=value</c>.</summary>
    public Task<TillAnswer> AskAsync(string type, params string[] fields) => _till.AskAsync(type, Fields(fields),
        TestContext.Current.CancellationToken).InTimeAsync(Patience);

    /// <summary>Asks who a customer is until the answer is the one that is awaited.</summary>
    public Task<TillAnswer> UntilAsync(string who, string code) => Eventually.HoldsAsync($"{who} is {code}",
        async () => await AskAsync("ID", who), answer => answer["code"] == code, Patience);

    public static IReadOnlyList<KeyValuePair<string, string>> Fields(params string[] fields) =>
        [.. fields.Select(field => field.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], parts[1]))];

    public async ValueTask DisposeAsync()
    {
        await _till.DisposeAsync();
        await Agent.DisposeAsync();
        _log.Dispose();
        _line.Dispose();
    }
}
