using Npgsql;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>Where to log in as each of the three roles.</summary>
internal sealed record DatabaseLogins(string Migrator, string Api, string Ledger);

/// <summary>
/// One pool per database role. Open from the moment the host has started its database, before any hosted service or
/// endpoint runs.
/// </summary>
internal sealed class Databases : IAsyncDisposable
{
    private NpgsqlDataSource? _migrator;
    private NpgsqlDataSource? _api;
    private NpgsqlDataSource? _ledger;

    /// <summary>Owns the schema. For migrations and the platform's own first rows, never for requests.</summary>
    public NpgsqlDataSource Migrator => Invariant.NotNull(_migrator, "the database is open");

    /// <summary>Back-office requests; sees one tenant at a time, through <see cref="TenantSession"/>.</summary>
    public NpgsqlDataSource Api => Invariant.NotNull(_api, "the database is open");

    /// <summary>Committers and intake: all tenants, money rows insert-only.</summary>
    public NpgsqlDataSource Ledger => Invariant.NotNull(_ledger, "the database is open");

    public void Open(DatabaseLogins logins)
    {
        Invariant.Holds(_migrator is null);
        _migrator = NpgsqlDataSource.Create(Named(logins.Migrator, "crmedge-migrator"));
        _api = NpgsqlDataSource.Create(Named(logins.Api, "crmedge-api"));
        _ledger = NpgsqlDataSource.Create(Named(logins.Ledger, "crmedge-ledger"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_migrator is null) return;
        await _migrator.DisposeAsync();
        await Api.DisposeAsync();
        await Ledger.DisposeAsync();
    }

    // Error details quote row values; they must not travel into logs.
    private static string Named(string login, string name) =>
        new NpgsqlConnectionStringBuilder(login) { ApplicationName = name, IncludeErrorDetail = false }.ConnectionString;
}
