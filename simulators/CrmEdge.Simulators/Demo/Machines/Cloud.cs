namespace CrmEdge.Simulators.Demo.Machines;

/// <summary>The cloud host with the PostgreSQL it keeps for itself.</summary>
internal sealed class Cloud : IAsyncDisposable
{
    private static readonly TimeSpan StartMost = TimeSpan.FromSeconds(90);

    private readonly string _folder;
    private readonly int _databasePort;
    private readonly Machine _machine;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    public Cloud(string folder, LoopbackPorts ports, HttpClient http, TimeProvider time)
    {
        (_folder, _http, _time, _databasePort) = (folder, http, time, ports.Next());
        var (rest, operations, enrol, sync) = (ports.Next(), ports.Next(), ports.Next(), ports.Next());
        Rest = new Uri($"http://127.0.0.1:{rest}");
        Enrol = new Uri($"https://127.0.0.1:{enrol}");
        Operations = new Uri($"http://127.0.0.1:{operations}");
        _machine = new Machine("cloud", Programs.Host,
        [
            $"--Keys:File={KeyFile}", $"--Database:Folder={Path.Combine(folder, "data")}", $"--Database:Port={_databasePort}",
            $"--Listen:rest:Port={rest}", $"--Listen:operations:Port={operations}", $"--Listen:enrol:Port={enrol}",
            $"--Listen:sync:Port={sync}", $"--Edges:SyncAddress=https://127.0.0.1:{sync}", $"--Wallet:TokenLife={TokenLife}",
        ], folder, time);
    }

    /// <summary>How long a spend token is good: short, so that one can be seen to expire.</summary>
    public static TimeSpan TokenLife { get; } = TimeSpan.FromSeconds(15);

    public Uri Rest { get; }

    public Uri Enrol { get; }

    /// <summary>Health and metrics.</summary>
    public Uri Operations { get; }

    /// <summary>The first administrator's API key.</summary>
    public string AdminKey => File.ReadAllText(Path.Combine(_folder, "admin.key")).Trim();

    private string KeyFile => Path.Combine(_folder, "host.keys");

    /// <summary>Where psql finds the books, and the password for it.</summary>
    public (string Address, string Password) Books => (
        $"host=127.0.0.1 port={_databasePort} dbname=crmedge user=crmedge_migrator",
        File.ReadAllText(PasswordFile).Trim());

    public string PasswordFile => Path.Combine(_folder, "data", "roles", "migrator.password");

    public async Task StartAsync(CancellationToken ct)
    {
        if (!File.Exists(KeyFile)) await _machine.CommandAsync(["keys", "init"], ct);
        _machine.Start();
        await Until.HoldsAsync($"the cloud host is ready ({_machine.LogFile})", StartMost, () => IsReadyAsync(ct), _time, ct);
    }

    public Task KillAsync() => _machine.KillAsync();

    public async ValueTask DisposeAsync() => await _machine.DisposeAsync();

    private async Task<bool> IsReadyAsync(CancellationToken ct)
    {
        _machine.MustRun();
        try
        {
            using var answer = await _http.GetAsync(new Uri(Operations, "/health/ready"), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
