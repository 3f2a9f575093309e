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

    /// <summary>Makes what is missing of roles and database; <paramref name="folder"/> keeps the passwords.</summary>
    public static async Task<DatabaseLogins> EnsureAsync(
        string superuser, string folder, CancellationToken ct, string database = DatabaseName)
    {
        await using var source = NpgsqlDataSource.Create(superuser);
        await EnsureRoleAsync(source, "crmedge_migrator", "BYPASSRLS", Password(folder, "migrator"), ct);
        await EnsureRoleAsync(source, "crmedge_api", "NOBYPASSRLS", Password(folder, "api"), ct);
        await EnsureRoleAsync(source, "crmedge_ledger", "BYPASSRLS", Password(folder, "ledger"), ct);
        await EnsureDatabaseAsync(source, database, ct);
        return new DatabaseLogins(
            Login(superuser, database, "crmedge_migrator", Password(folder, "migrator")),
            Login(superuser, database, "crmedge_api", Password(folder, "api")),
            Login(superuser, database, "crmedge_ledger", Password(folder, "ledger")));
    }

    private static async Task EnsureRoleAsync(
        NpgsqlDataSource source, string role, string rights, string password, CancellationToken ct)
    {
        // Neither statement takes parameters; role and rights are ours, the password is hexadecimal.
        Invariant.Holds(password.All(char.IsAsciiHexDigit));
        var exists = await ExistsAsync(source, "SELECT 1 FROM pg_roles WHERE rolname = $1", role, ct);
        var verb = exists ? "ALTER" : "CREATE";
        await using var command = source.CreateCommand($"{verb} ROLE {role} LOGIN {rights} PASSWORD '{password}'");
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task EnsureDatabaseAsync(NpgsqlDataSource source, string database, CancellationToken ct)
    {
        Invariant.Holds(database.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        if (await ExistsAsync(source, "SELECT 1 FROM pg_database WHERE datname = $1", database, ct)) return;
        foreach (var sql in new[]
        {
            $"CREATE DATABASE {database} OWNER crmedge_migrator ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0",
            $"REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            $"GRANT CONNECT ON DATABASE {database} TO crmedge_api, crmedge_ledger",
        })
        {
            await using var command = source.CreateCommand(sql);
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    private static async Task<bool> ExistsAsync(NpgsqlDataSource source, string sql, string name, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        command.With(name);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static string Password(string folder, string role) =>
        SecretFile.ReadOrMint(Path.Combine(folder, $"{role}.password"));

    private static string Login(string superuser, string database, string role, string password) =>
        new NpgsqlConnectionStringBuilder(superuser) { Database = database, Username = role, Password = password }.ConnectionString;
}
