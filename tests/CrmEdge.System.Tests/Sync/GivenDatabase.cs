using System.Data.Common;
using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Sync;

/// <summary>A server that the host is given by three connection strings; it outlives the host.</summary>
internal sealed class GivenDatabase : IHostDatabase
{
    private const string Database = "crmedge";
    private const string Backup = "crmedge_backup";
    private const string Password = "test";

    // As deploy/postgres/roles.sql has them.
    private static readonly (string Name, string Rights, string Setting)[] Roles =
    [
        ("crmedge_migrator", "BYPASSRLS", "Migrator"), ("crmedge_api", "NOBYPASSRLS", "Api"),
        ("crmedge_ledger", "BYPASSRLS", "Ledger"),
    ];

    private readonly TestPostgres _postgres = new();

    public int Port => _postgres.Cluster.Port;

    /// <summary>Where a host that starts now shall look for the server instead: a relay's port.</summary>
    public int? By { get; set; }

    public IReadOnlyList<string> Settings => [.. Roles.Select(role => $"--Database:{role.Setting}={LoginOf(role.Name)}")];

    public async Task StartAsync()
    {
        await _postgres.InitializeAsync();
        foreach (var role in Roles)
        {
            await TestPostgres.QueryAsync(
                _postgres.Cluster, $"CREATE ROLE {role.Name} LOGIN {role.Rights} PASSWORD '{Password}'");
        }
        await TestPostgres.QueryAsync(_postgres.Cluster, $"CREATE DATABASE {Database} OWNER crmedge_migrator");
    }

    public Task<string> QueryAsync(string sql) => TestPostgres.QueryAsync(_postgres.Cluster, sql, database: Database);

    /// <summary>Puts a copy of the database aside. No host runs meanwhile.</summary>
    public Task BackUpAsync() => ServerAsync($"CREATE DATABASE {Backup} TEMPLATE {Database} OWNER crmedge_migrator");

    /// <summary>Puts the copy in the database's place.</summary>
    public async Task RestoreAsync()
    {
        await ServerAsync($"DROP DATABASE {Database} WITH (FORCE)");
        await ServerAsync($"ALTER DATABASE {Backup} RENAME TO {Database}");
    }

    public ValueTask DisposeAsync() => _postgres.DisposeAsync();

    // A template has nobody connected to it: what the killed host left behind ends a moment later.
    private Task<bool> ServerAsync(string sql) => Eventually.HoldsAsync(sql, async () =>
    {
        await TestPostgres.QueryAsync(_postgres.Cluster,
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{Database}', '{Backup}')");
        await TestPostgres.QueryAsync(_postgres.Cluster, sql);
        return true;
    }, done => done);

    private string LoginOf(string role)
    {
        var login = new DbConnectionStringBuilder { ConnectionString = _postgres.Cluster.ConnectionString(Database) };
        (login["Username"], login["Password"]) = (role, Password);
        if (By is { } port) (login["Host"], login["Port"], login["SSL Mode"]) = ("127.0.0.1", port, "Disable");
        return login.ConnectionString;
    }
}
