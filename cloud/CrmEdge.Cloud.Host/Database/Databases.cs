using System.Net.Sockets;
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
        _migrator = Create(logins.Migrator, nameof(DatabaseOptions.Migrator), "crmedge-migrator");
        _api = Create(logins.Api, nameof(DatabaseOptions.Api), "crmedge-api");
        _ledger = Create(logins.Ledger, nameof(DatabaseOptions.Ledger), "crmedge-ledger");
    }

    /// <summary>Logs in once as each role, so that a wrong login is told by its name before anything is changed.</summary>
    /// <exception cref="DatabaseUnavailableException">One is not let in.</exception>
    public async Task LoginAsync(CancellationToken ct)
    {
        await LoginAsync(Migrator, nameof(DatabaseOptions.Migrator), ct);
        await LoginAsync(Api, nameof(DatabaseOptions.Api), ct);
        await LoginAsync(Ledger, nameof(DatabaseOptions.Ledger), ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_migrator is null) return;
        await _migrator.DisposeAsync();
        if (_api is not null) await _api.DisposeAsync();
        if (_ledger is not null) await _ledger.DisposeAsync();
    }

    private static async Task LoginAsync(NpgsqlDataSource source, string setting, CancellationToken ct)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(ct);
        }
        catch (Exception refused) when (refused is NpgsqlException or SocketException or TimeoutException)
        {
            throw new DatabaseUnavailableException(
                $"{DatabaseOptions.Section}:{setting} does not let us in: {refused.Message}. See that PostgreSQL runs there, "
                + "that deploy/postgres/roles.sql was run on it, and that host, port, user and password are right.", refused);
        }
    }

    private static NpgsqlDataSource Create(string login, string setting, string name)
    {
        try
        {
            return NpgsqlDataSource.Create(Named(login, name));
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            throw new StartRefusedException(
                $"{DatabaseOptions.Section}:{setting} is no connection string. Write one such as "
                + "Host=db;Database=crmedge;Username=…;Password=…", unreadable);
        }
    }

    // Error details quote row values; they must not travel into logs.
    private static string Named(string login, string name) =>
        new NpgsqlConnectionStringBuilder(login) { ApplicationName = name, IncludeErrorDetail = false }.ConnectionString;
}
