using CrmEdge.Cloud.Host.Keys;
using Npgsql;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>
/// What deploy/postgres/roles.sql does, for a cluster that the host owns: roles with random passwords that lie beside the
/// cluster, readable by their owner alone, and one database.
/// </summary>
internal static class PrivateRoles
{
    private const string DatabaseName = "crmedge";

    // Roles are the cluster's: two of us at once would trip over each other's rows in its catalogue.
    private const long LockKey = 0x43524D524F4C4531;

    /// <summary>Makes what is missing of roles and database; <paramref name="folder"/> keeps the passwords.</summary>
    public static async Task<DatabaseLogins> EnsureAsync(
        string superuser, string folder, CancellationToken ct, string database = DatabaseName)
    {
        // Not pooled: the lock goes with the connection.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(superuser) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(ct);
        await ExecuteAsync(connection, $"SELECT pg_advisory_lock({LockKey})", ct);
        await EnsureRoleAsync(connection, "crmedge_migrator", "BYPASSRLS", Password(folder, "migrator"), ct);
        await EnsureRoleAsync(connection, "crmedge_api", "NOBYPASSRLS", Password(folder, "api"), ct);
        await EnsureRoleAsync(connection, "crmedge_ledger", "BYPASSRLS", Password(folder, "ledger"), ct);
        await EnsureDatabaseAsync(connection, database, ct);
        return new DatabaseLogins(
            Login(superuser, database, "crmedge_migrator", Password(folder, "migrator")),
            Login(superuser, database, "crmedge_api", Password(folder, "api")),
            Login(superuser, database, "crmedge_ledger", Password(folder, "ledger")));
    }

    private static async Task EnsureRoleAsync(
        NpgsqlConnection connection, string role, string rights, string password, CancellationToken ct)
    {
        // Neither statement takes parameters; role and rights are ours, the password is hexadecimal.
        Invariant.Holds(password.All(char.IsAsciiHexDigit));
        var exists = await ExistsAsync(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", role, ct);
        var verb = exists ? "ALTER" : "CREATE";
        await ExecuteAsync(connection, $"{verb} ROLE {role} LOGIN {rights} PASSWORD '{password}'", ct);
    }

    private static async Task EnsureDatabaseAsync(NpgsqlConnection connection, string database, CancellationToken ct)
    {
        Invariant.Holds(database.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        if (await ExistsAsync(connection, "SELECT 1 FROM pg_database WHERE datname = $1", database, ct)) return;
        foreach (var sql in new[]
        {
            $"CREATE DATABASE {database} OWNER crmedge_migrator ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0",
            $"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            $"GRANT CONNECT ON DATABASE {database} TO crmedge_api, crmedge_ledger",
        })
        {
            await ExecuteAsync(connection, sql, ct);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string sql, string name, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection).With(name);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string Password(string folder, string role) =>
        SecretFile.ReadOrMint(Path.Combine(folder, $"{role}.password"));

    private static string Login(string superuser, string database, string role, string password) =>
        new NpgsqlConnectionStringBuilder(superuser)
        {
            Database = database, Username = role, Password = password,
        }.ConnectionString;
}
