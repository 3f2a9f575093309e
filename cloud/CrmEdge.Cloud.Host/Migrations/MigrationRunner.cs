using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Migrations;

/// <summary>
/// Brings the schema to what this executable expects: each missing step in its own transaction, under one advisory lock,
/// so that many hosts may start at once. Steps only ever add to what older hosts use (expand, then contract).
/// </summary>
internal sealed partial class MigrationRunner(ILogger<MigrationRunner> logger)
{
    // Any constant will do, as long as nothing else in the database locks it.
    private const long LockKey = 0x43524D4544474531;
    private const int LockWaitSeconds = 60;

    /// <returns>How many steps were applied.</returns>
    /// <exception cref="MigrationException">The schema is newer than we are, was changed, or refused a step.</exception>
    public async Task<int> MigrateAsync(NpgsqlDataSource migrator, IReadOnlyList<Migration> steps, CancellationToken ct)
    {
        await using var connection = await migrator.OpenConnectionAsync(ct);
        await LockAsync(connection, ct);
        try
        {
            await ExecuteAsync(connection, Ledger, ct);
            var applied = await AppliedAsync(connection, ct);
            Check(steps, applied);
            Migration[] missing = [.. steps.Where(s => !applied.ContainsKey(s.Number))];
            foreach (var step in missing) await ApplyAsync(connection, step, ct);
            return missing.Length;
        }
        finally
        {
            await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({LockKey})", CancellationToken.None);
        }
    }

    /// <summary>The first thing wrong between what was applied and what is known ends the start.</summary>
    private static void Check(IReadOnlyList<Migration> steps, Dictionary<int, (string Title, string Checksum)> applied)
    {
        var known = steps.ToDictionary(s => s.Number);
        foreach (var (number, (title, checksum)) in applied.OrderBy(a => a.Key))
        {
            if (!known.TryGetValue(number, out var step))
            {
                throw new MigrationException(MigrationFault.NewerSchema,
                    $"The database has migration {title}, which this crmedge-host does not know. " +
                    "Start a crmedge-host at least as new as the one that applied it.");
            }
            if (step.Checksum != checksum)
            {
                throw new MigrationException(MigrationFault.ChangedStep,
                    $"Migration {step.Title} differs from the text that was applied to this database. " +
                    "Install the original release again; changes belong into a new migration.");
            }
        }
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration step, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await ExecuteAsync(connection, step.Sql, ct);
            await using var record = new NpgsqlCommand(
                "INSERT INTO crmedge_system.migration (number, name, checksum) VALUES ($1, $2, $3)", connection);
            record.With(step.Number).With(step.Name).With(step.Checksum);
            await record.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationException(MigrationFault.StepFailed,
                $"Migration {step.Title} was refused by the database: {e.MessageText} ({e.SqlState}). " +
                "Nothing of it remains; mend the cause and start again.", e);
        }
        Log.Applied(logger, step.Title);
    }

    private static async Task<Dictionary<int, (string Title, string Checksum)>> AppliedAsync(
        NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT number, lpad(number::text, 3, '0') || '_' || name, checksum FROM crmedge_system.migration", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<int, (string, string)>();
        while (await reader.ReadAsync(ct)) applied[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2));
        return applied;
    }

    private static async Task LockAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await ExecuteAsync(connection, $"SET lock_timeout = '{LockWaitSeconds}s'; SELECT pg_advisory_lock({LockKey})", ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new MigrationException(MigrationFault.LockBusy,
                $"Another process has been migrating this database for {LockWaitSeconds} seconds. Wait for it, then start again.",
                e);
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(ct);
    }

    private const string Ledger = """
        CREATE SCHEMA IF NOT EXISTS crmedge_system;
        CREATE TABLE IF NOT EXISTS crmedge_system.migration (
            number int PRIMARY KEY,
            name text NOT NULL,
            checksum text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
        )
        """;

    private static partial class Log
    {
        [LoggerMessage(3000, LogLevel.Information, "Migration {Title} applied")]
        public static partial void Applied(ILogger logger, string title);
    }
}
