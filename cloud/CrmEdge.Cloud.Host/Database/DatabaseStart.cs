using CrmEdge.Cloud.Host.Migrations;
using CrmEdge.Hosting.Postgres;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// Before anything else starts: opens the database (starting the host's own cluster where none was given), brings the schema
/// up to date and runs the start steps. The cluster stops last, after everything that uses it.
/// </summary>
internal sealed partial class DatabaseStart(
    Databases databases, MigrationRunner migrations, IEnumerable<IStartStep> steps, IOptions<DatabaseOptions> options,
    TimeProvider time, ILogger<PrivatePostgres> postgresLogger, ILogger<DatabaseStart> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private PrivatePostgres? _cluster;
    private bool _hasRun;

    /// <summary>The host's own cluster, where it runs one.</summary>
    public PrivatePostgres? Cluster => _cluster;

    public Task StartingAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    /// <summary>Does the work, once. The command line calls it ahead of the host, which would log a refusal as a crash.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        if (_hasRun) return;
        _hasRun = true;
        await MigrateAsync(ct);
        foreach (var step in steps) await step.RunAsync(ct);
    }

    /// <summary>As far as <c>crmedge-host migrate</c> goes.</summary>
    public async Task MigrateAsync(CancellationToken ct)
    {
        databases.Open(await LoginsAsync(ct));
        await databases.LoginAsync(ct);
        var applied = await migrations.MigrateAsync(databases.Migrator, Migration.Embedded(), ct);
        Log.UpToDate(logger, applied);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await databases.DisposeAsync();
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    private async Task<DatabaseLogins> LoginsAsync(CancellationToken ct)
    {
        var given = options.Value;
        if (given.IsGiven) return new DatabaseLogins(given.Migrator!, given.Api!, given.Ledger!);
        var folder = Path.GetFullPath(given.Folder);
        var cluster = new PrivatePostgresOptions { Folder = Path.Combine(folder, "postgres"), Port = given.Port };
        _cluster = await PrivatePostgres.StartAsync(cluster, time, postgresLogger, ct);
        return await PrivateRoles.EnsureAsync(_cluster.ConnectionString(), Path.Combine(folder, "roles"), ct);
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Information, "The schema is up to date; {Applied} migrations were applied at this start")]
        public static partial void UpToDate(ILogger logger, int applied);
    }
}
