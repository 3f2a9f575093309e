using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Walls;

/// <summary>A real agent with two paired tills, linked to the real host, and what there is to look at in both.</summary>
public sealed class Shop : IAsyncLifetime
{
    public const string Tap = "WALL-TILL";

    /// <summary>Paired with the edge, and unknown to the cloud.</summary>
    public const string UnknownTap = "NO-SUCH-TILL";

    private const string Secret = "correct horse battery staple";
    private const string UnknownSecret = "wrong horse battery staple";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static int _receipts;

    private readonly HttpClient _tills;
    private readonly SyncWorld _world;
    private string _folder = "";
    private string _pin = "";

    public Shop(SyncWorld world)
    {
        _world = world;
        // The edge's certificate is its own: a till knows it by its hash.
        _tills = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) =>
                    shown?.GetCertHashString(HashAlgorithmName.SHA256) == _pin,
            },
        });
    }

    public TestProcess Agent { get; private set; } = null!;

    public TestProcess Host => _world.Host!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Journal => _world.Folder[_folder, "journal.db"];

    public async ValueTask InitializeAsync()
    {
        await _world.TryAsync("taps", JsonBody(new { code = Tap, organisation_id = "VENUE" }));
        (_, _folder) = await _world.EnrolledAsync(Tap);
        Agent = Start(_world, _folder);
        await Agent.LineAsync("Connected to the cloud", Patience);
    }

    /// <summary>The agent as it is installed, with tills of its own.</summary>
    public static TestProcess Start(SyncWorld world, string folder) => TestProcess.Start(ProcessPlan.Ours(
        "CrmEdge.Edge.Agent", "run", $"--Agent:Folder={world.Folder[folder]}", "--Web:Port=0",
        "--Link:PauseMost=00:00:00.500", $"--Pos:LockFolder={world.Folder}", "--Nexo:Listen=127.0.0.1:0",
        "--Pos:Lines:0:Listen=127.0.0.1:0", $"--Pos:Tills:0:Tap={Tap}", $"--Pos:Tills:0:SecretSha256={Hash(Secret)}",
        $"--Pos:Tills:1:Tap={UnknownTap}", $"--Pos:Tills:1:SecretSha256={Hash(UnknownSecret)}"));

    /// <summary>A till that has said hello to an agent.</summary>
    internal async Task<TillLine> TillAsync(string tap = Tap, TestProcess? agent = null)
    {
        var line = await (agent ?? Agent).LineAsync("Listening for tills and readers on ");
        var address = IPEndPoint.Parse(line[(line.LastIndexOf(' ') + 1)..]);
        return await TillLine.OpenAsync(address, tap == Tap ? Secret : UnknownSecret);
    }

    /// <summary>What nexo's listener answers to a body.</summary>
    public async Task<(int Status, JsonElement Body)> NexoAsync(string body)
    {
        var line = await Agent.LineAsync("Tills may speak nexo at ");
        var address = Regex.Match(line, "https://[^;]+/nexo/").Value;
        _pin = line[(line.LastIndexOf(' ') + 1)..];
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body) };
        request.Headers.Add("X-API-Key", Secret);
        using var answer = await _tills.SendAsync(request, Ct);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Ct)).RootElement);
    }

    public static string NewReference() => string.Create(
        CultureInfo.InvariantCulture, $"WALL-{Interlocked.Increment(ref _receipts)}");

    /// <summary>Does what must change nothing, and fails where a table of the cloud or of the journal is not as it was.</summary>
    public async Task UnchangedAsync(Func<Task> act)
    {
        var changed = await ChangedAsync(act);
        Assert.True(changed.Count == 0, $"Changed: {string.Join(", ", changed)}");
    }

    /// <summary>The tables that are not as they were once it is done.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync(Func<Task> act)
    {
        var before = await SettledAsync();
        await act();
        return (await Fingerprint.OfAsync(_world, Journal)).Since(before);
    }

    /// <summary>Waits for a new line of an event, written since <paramref name="before"/> lines of it were there.</summary>
    public static Task LoggedAsync(TestProcess process, int number, string text, int before) =>
        Eventually.HoldsAsync($"a line of event {number} with '{text}'",
            () => ValueTask.FromResult(Count(process, number, text)), count => count > before, Patience);

    /// <summary>How many lines of an event there are with a text in them.</summary>
    public static int Count(TestProcess process, int number, string text) => process.Output.Count(line =>
        Regex.IsMatch(line, $@"^\S+ \w+ {number} ") && line.Contains(text, StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        _tills.Dispose();
    }

    internal static HttpContent JsonBody(object body) => System.Net.Http.Json.JsonContent.Create(body);

    private static string Hash(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    // What other tests and the agent's own start left behind may still be taking effect.
    private async Task<Fingerprint> SettledAsync()
    {
        var last = await Fingerprint.OfAsync(_world, Journal);
        await Eventually.HoldsAsync("nothing moves", async () =>
        {
            var before = last;
            last = await Fingerprint.OfAsync(_world, Journal);
            return string.Join(", ", last.Since(before));
        }, moved => moved.Length == 0, Patience);
        return last;
    }
}
