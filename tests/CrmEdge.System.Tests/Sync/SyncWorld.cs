using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>A cloud host process on a PostgreSQL of its own, a business with a till and a customer in it, and edges that come
/// and go.</summary>
public sealed class SyncWorld : IAsyncLifetime
{
    public const string Tap = "TILL-1";
    public const string SecondTap = "TILL-2";
    public const string Contact = "ADA";
    private static readonly TimeSpan StartMost = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly FreePort _rest = FreePort.Take();
    private readonly FreePort _operations = FreePort.Take();
    private readonly FreePort _enrol = FreePort.Take();
    private readonly FreePort _sync = FreePort.Take();
    private readonly string[] _settings;
    private readonly List<TestProcess> _dead = [];
    private string _key = "";
    private string _admin = "";
    private Guid _business;
    private int _edges;

    public SyncWorld()
        : this(new GivenDatabase())
    {
    }

    internal SyncWorld(IHostDatabase database, params string[] settings) => (Database, _settings) = (database, settings);

    internal IHostDatabase Database { get; }

    public TempFolder Folder { get; } = new();

    public TestProcess? Host { get; private set; }

    public Uri Enrol => new($"https://127.0.0.1:{_enrol}");

    /// <summary>Where the host tells its health and figures.</summary>
    public Uri Operations => new($"http://127.0.0.1:{_operations}/");

    /// <summary>Where edges' streams come in.</summary>
    public int SyncPort => _sync;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Database.StartAsync();
        await DoneAsync(await TestProcess.RunAsync(
            ProcessPlan.Ours("CrmEdge.Cloud.Host", "keys", "init", $"--Keys:File={KeyFile}"), StartMost));
        await StartHostAsync();
        _admin = (await File.ReadAllTextAsync(Folder["keys", "admin.key"], Ct)).Trim();
        var owner = await MakeAsync(_admin, "organisations", new { type = "SERVICE_OWNER", name = "Owner" });
        _business = await MakeAsync(_admin, "organisations", new
        {
            type = "BUSINESS", name = "Business", parent_id = owner, currency_code = "EUR", country = "CYP",
                time_zone = "Europe/Nicosia",
        });
        _key = await KeyAsync("APPROVE");
        var venue = await MakeAsync(_key, "organisations", new { type = "VENUE", name = "Venue", code = "VENUE" });
        foreach (var tap in (string[])[Tap, SecondTap]) await MakeAsync(_key, "taps", new { code = tap, organisation_id = venue });
        await MakeAsync(_key, "contacts", new { type = "PERSON", first_name = "Ada", code = Contact });
    }

    /// <summary>Starts the host, also again after it was killed.</summary>
    /// <param name="more">Settings beside its own; gone again with the next start.</param>
    public async Task StartHostAsync(params string[] more)
    {
        // What a killed host leaves running is for the next one to deal with.
        if (Host is { HasExited: true }) _dead.Add(Host);
        else if (Host is not null) await Host.DisposeAsync();
        Host = TestProcess.Start(ProcessPlan.Ours("CrmEdge.Cloud.Host", [
            $"--Keys:File={KeyFile}", .. Database.Settings, $"--Listen:rest:Port={_rest}", $"--Listen:operations:Port={_operations}",
            $"--Listen:enrol:Port={_enrol}", $"--Listen:sync:Port={_sync}", "--Edges:AttemptsPerMinute=1000",
                "--Ledger:Lease=00:00:02",
            "--Api:RequestBurst=10000", "--Api:RequestsPerSecond=10000", "--Sync:Beat=00:00:00.200",
            "--Sync:LiveFor=00:00:06", .. _settings, .. more]));
        await Host.PortAsync(_rest, StartMost);
        await Host.PortAsync(_sync, StartMost);
    }

    /// <summary>A new edge of the venue and its pairing code.</summary>
    public async Task<(Guid Id, string Code)> NewEdgeAsync(params string[] taps)
    {
        var made = await PostAsync(_key, "edges", new { name = $"Edge {Interlocked.Increment(ref _edges)}",
            organisation = "VENUE", kind = "STORE", taps });
        return (made.GetProperty("id").GetGuid(), made.GetProperty("pairing_code").GetString()!);
    }

    public Task<JsonElement> ActAsync(string path, string action) => PostAsync(_key, $"{path}/actions", new { action });

    public Task<JsonElement> GetAsync(string path) => SendAsync(HttpMethod.Get, _key, path, null);

    public Task<JsonElement> PostAsync(string path, object body) => PostAsync(_key, path, body);

    public Task DeleteAsync(string path) => SendAsync(HttpMethod.Delete, _key, path, null);

    /// <summary>As the platform's administrator, who alone may fill cash pockets.</summary>
    public Task<JsonElement> PlatformPostAsync(string path, object body) => PostAsync(_admin, path, body);

    public Task<JsonElement> PutAsync(string path, object body) => SendAsync(HttpMethod.Put, _key, path, body);

    /// <summary>A secret API key of the business.</summary>
    public async Task<string> KeyAsync(string role)
    {
        var issued = await PostAsync(_admin, "api_keys", new { organisation_id = _business, mode = "LIVE", kind = "SECRET",
            role, name = "test" });
        return issued.GetProperty("key").GetString()!;
    }

    /// <summary>What the API answers, be it yes or no.</summary>
    public Task<(int Status, JsonElement Body)> TryAsync(string path, HttpContent body, string? key = null) =>
        TryAsync(HttpMethod.Post, key ?? _key, path, body);

    /// <summary>Runs the real <c>crmedge-agent enrol</c>.</summary>
    public Task<TestProcess> EnrolAsync(string code, string folder, Uri? cloud = null) => TestProcess.RunAsync(
        ProcessPlan.Ours("CrmEdge.Edge.Agent", "enrol", code, "--cloud", (cloud ?? Enrol).ToString(),
            $"--Agent:Folder={Folder[folder]}"), StartMost);

    /// <summary>An edge that is enrolled, in a folder of its own.</summary>
    public async Task<(Guid Id, string Folder)> EnrolledAsync(params string[] taps)
    {
        var (id, code) = await NewEdgeAsync(taps);
        var folder = $"edge-{id:N}";
        await DoneAsync(await EnrolAsync(code, folder));
        return (id, folder);
    }

    /// <summary>The whole agent, ringing sales of its own.</summary>
    public TestProcess StartEdge(
        string folder, string run, int sales, int everyMillis = 5, string tap = Tap, params string[] more) => TestProcess.Start(
        new ProcessPlan(Repo.File("artifacts", "bin", Load, Repo.Configuration, Load), [
            run, tap, Contact, $"{everyMillis}", $"{sales}", $"--Agent:Folder={Folder[folder]}", "--Web:Port=0",
                "--Link:PauseMost=00:00:00.500", .. more]));

    /// <summary>The agent as it ships.</summary>
    public TestProcess StartAgent(string folder, params IEnumerable<string> settings) => TestProcess.Start(
        ProcessPlan.Ours("CrmEdge.Edge.Agent", ["run", $"--Agent:Folder={Folder[folder]}", .. settings]));

    /// <summary>One number from the database, asked past the host.</summary>
    public async Task<long> CountAsync(string sql) =>
        long.Parse(await SqlAsync(sql), CultureInfo.InvariantCulture);

    public async Task<string> SqlAsync(string sql) => (await Database.QueryAsync(sql)).Trim();

    /// <summary>Puts a copy of the database aside. The host is down meanwhile.</summary>
    public async Task BackUpAsync()
    {
        await Host!.KillAsync();
        await ((GivenDatabase)Database).BackUpAsync();
        await StartHostAsync();
    }

    /// <summary>Puts the copy in the database's place: whatever came after it never was.</summary>
    public async Task RestoreAsync()
    {
        await Host!.KillAsync();
        await ((GivenDatabase)Database).RestoreAsync();
        await StartHostAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Host is not null) await Host.DisposeAsync();
        foreach (var dead in _dead) await dead.DisposeAsync();
        await Database.DisposeAsync();
        foreach (var port in (FreePort[])[_rest, _operations, _enrol, _sync]) port.Dispose();
        _http.Dispose();
        Folder.Dispose();
    }

    /// <summary>Waits until the cloud has everything that an edge has written, and has applied it.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="web">Its agent's own port.</param>
    public async Task DrainedAsync(Guid edge, int web)
    {
        var most = TimeSpan.FromSeconds(90);
        var last = await Eventually.HoldsAsync("the journal is confirmed",
            async () => await _http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{web}/status"), Ct),
            status => status.GetProperty("confirmed").GetInt64() >= status.GetProperty("lastRecord").GetInt64(), most);
        await Eventually.HoldsAsync("all of it is applied", async () => await CountAsync(
            "SELECT coalesce(max(m.seq), 0) FROM inbox_watermark w JOIN inbox_mark m ON m.tenant = w.tenant AND m.id = w.id "
            + $"WHERE w.edge = '{edge}'"), seq => seq >= last.GetProperty("lastRecord").GetInt64(), most);
    }

    private const string Load = "CrmEdge.Edge.SyncLoad";

    private string KeyFile => Folder["keys", "host.keys"];

    private Uri Rest(string path) => new($"http://127.0.0.1:{_rest}/backoffice/v2/{path}");

    private static async Task DoneAsync(TestProcess process) =>
        Assert.True(await process.Exited == 0, string.Join('\n', process.Output.Concat(process.Errors)));

    private async Task<Guid> MakeAsync(string key, string path, object body) =>
        (await PostAsync(key, path, body)).GetProperty("id").GetGuid();

    private Task<JsonElement> PostAsync(string key, string path, object body) => SendAsync(HttpMethod.Post, key, path, body);

    private async Task<JsonElement> SendAsync(HttpMethod method, string key, string path, object? body)
    {
        var (status, json) = await TryAsync(method, key, path, body is null ? null : JsonContent.Create(body));
        Assert.True(status < 300, $"{method} {path}: {json}");
        return json;
    }

    private async Task<(int Status, JsonElement Body)> TryAsync(HttpMethod method, string key, string path, HttpContent? body)
    {
        using var request = new HttpRequestMessage(method, Rest(path)) { Content = body };
        request.Headers.TryAddWithoutValidation("api_key", key);
        using var answer = await _http.SendAsync(request, Ct);
        var json = answer.StatusCode == System.Net.HttpStatusCode.NoContent ? default
            : await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return ((int)answer.StatusCode, json);
    }
}
