using System.Globalization;
using System.Security.Cryptography;
using CrmEdge.Cloud.Host;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CrmEdge.Cloud.Tests.Fixture;

/// <summary>
/// The real host on a real PostgreSQL, started once for all tests of the assembly; tests keep apart by making a business of
/// their own. A test that needs a host with other settings asks for <see cref="AnotherAsync"/>.
/// </summary>
public sealed class CloudHost : IAsyncLifetime
{
    private static int _databases;

    private readonly CloudHost? _first;
    private readonly string[] _settings;
    private readonly Action<IServiceCollection>? _adjust;
    private WebApplication? _app;

    /// <summary>The assembly's host.</summary>
    public CloudHost() : this(null, [], null)
    {
    }

    private CloudHost(CloudHost? first, string[] settings, Action<IServiceCollection>? adjust)
    {
        (_first, _settings, _adjust) = (first, settings, adjust);
        Postgres = first?.Postgres ?? new TestPostgres();
        DatabaseName = string.Create(CultureInfo.InvariantCulture, $"cloud_{Interlocked.Increment(ref _databases)}");
    }

    public TestPostgres Postgres { get; }

    /// <summary>Where keys and passwords lie.</summary>
    public TempFolder Folder { get; } = new();

    public TestLogs Logs { get; } = new();

    public string DatabaseName { get; private init; }

    public string KeyFile => Folder["keys", "host.keys"];

    public Uri Address { get; private set; } = new("http://invalid");

    public Uri OperationsAddress { get; private set; } = new("http://invalid");

    /// <summary>The administrator's key, as `keys init` wrote it.</summary>
    public string AdminKey => File.ReadAllText(Folder["keys", "admin.key"]).Trim();

    internal IServiceProvider Services => (_app ?? throw new InvalidOperationException("The host is not started.")).Services;

    internal Databases Databases => Services.GetRequiredService<Databases>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (_first is null) await Postgres.InitializeAsync();
        NewKeyFile(KeyFile).Init();
        await StartAsync();
    }

    /// <summary>A further host on the same cluster with a database of its own.</summary>
    internal async Task<CloudHost> AnotherAsync(string[]? settings = null, Action<IServiceCollection>? adjust = null)
    {
        var host = new CloudHost(this, settings ?? [], adjust);
        await host.InitializeAsync();
        return host;
    }

    internal static MasterKeyFile NewKeyFile(string path) =>
        new(new KeysOptions { File = path }, RandomNumberGenerator.Create());

    internal async Task StartAsync()
    {
        var logins = await PrivateRoles.EnsureAsync(
            Postgres.Cluster.ConnectionString(), (_first ?? this).Folder["roles"], Ct, DatabaseName);
        _app = Program.Build(
        [
            $"--Keys:File={KeyFile}", $"--Database:Migrator={logins.Migrator}", $"--Database:Api={logins.Api}",
            $"--Database:Ledger={logins.Ledger}", "--Listen:rest:Port=0", "--Listen:operations:Port=0", "--Listen:enrol:Port=0",
                "--Listen:sync:Port=0",
            "--Api:BadKeysPerMinute=100000",
            "--Api:RequestsPerSecond=100000", "--Api:RequestBurst=100000", .. _settings,
        ], Adjust);
        await _app.StartAsync(Ct);
        var listeners = Services.GetRequiredService<Listeners>();
        Address = new Uri($"http://{listeners.EndPointOf(Listeners.Rest)}");
        OperationsAddress = new Uri($"http://{listeners.EndPointOf(Listeners.Operations)}");
    }

    internal async Task StopAsync()
    {
        if (_app is null) return;
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _app = null;
    }

    internal ApiClient Client(string? key) => new(Address, key);

    /// <summary>A business under a service owner of its own, with approve keys for both modes.</summary>
    internal Task<TestBusiness> NewBusinessAsync() => TestBusiness.MakeAsync(this);

    internal Guid NewId() => Services.GetRequiredService<CrmEdge.Kernel.IdSource>().Next();

    /// <summary>Runs SQL as the superuser through psql, an independent client that row-level security does not touch.</summary>
    internal Task<string> SqlAsync(string sql) => TestPostgres.QueryAsync(Postgres.Cluster, sql, database: DatabaseName);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Dispose();
        if (_first is null) await Postgres.DisposeAsync();
        Logs.Dispose();
    }

    private void Adjust(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddProvider(Logs).SetMinimumLevel(LogLevel.Debug);
        builder.Services.RemoveAll<IWalletOpener>().AddSingleton<IWalletOpener, TestWallets>();
        _adjust?.Invoke(builder.Services);
    }
}
