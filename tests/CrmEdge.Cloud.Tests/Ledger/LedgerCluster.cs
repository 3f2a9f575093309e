using System.Globalization;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace CrmEdge.Cloud.Tests.Ledger;

/// <summary>A real cluster for the tests of one class, with as many migrated databases as they ask for.</summary>
public sealed class LedgerCluster : IAsyncLifetime
{
    private readonly TempFolder _passwords = new();
    private readonly SemaphoreSlim _making = new(1);
    private int _databases;

    internal TestPostgres Postgres { get; } = new();

    public ValueTask InitializeAsync() => Postgres.InitializeAsync();

    /// <summary>Books of their own, with the schema of this build.</summary>
    internal async Task<LedgerDatabase> NewDatabaseAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        var name = string.Create(CultureInfo.InvariantCulture, $"ledger_{Interlocked.Increment(ref _databases)}");
        // Roles belong to the whole cluster: two at once would trip over each other.
        await _making.WaitAsync(ct);
        try
        {
            var superuser = Postgres.Cluster.ConnectionString("postgres");
            var logins = await PrivateRoles.EnsureAsync(superuser, _passwords.Path, ct, name);
            var database = new LedgerDatabase(logins, Postgres.Cluster.ConnectionString(name));
            var runner = new MigrationRunner(NullLogger<MigrationRunner>.Instance);
            await runner.MigrateAsync(database.Migrator, Migration.Embedded(), ct);
            return database;
        }
        finally
        {
            _making.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Postgres.DisposeAsync();
        _passwords.Dispose();
        _making.Dispose();
    }
}
