using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>
/// After <c>crmedge-host keys rotate</c>: seals every tenant key anew under the current master key. What is sealed under the
/// tenant keys stays as it is. Also the start's proof that the master key file belongs to this database.
/// </summary>
internal sealed partial class MasterKeyRewrap(
    Databases databases, MasterKeys master, RandomNumberGenerator random, ILogger<MasterKeyRewrap> logger) : IStartStep
{
    private const int RowsPerRead = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var connection = await databases.Migrator.OpenConnectionAsync(ct);
        await ProveAsync(connection, ct);
        var rewrapped = 0;
        for (var rows = await NextAsync(connection, ct); rows.Count > 0; rows = await NextAsync(connection, ct))
        {
            foreach (var row in rows) await RewrapAsync(connection, row, ct);
            rewrapped += rows.Count;
        }
        if (rewrapped > 0) Log.Rewrapped(logger, rewrapped, master.Current.Id);
    }

    private sealed record SealedKey(Guid Tenant, string Purpose, int Id, byte[] Sealed);

    // Two key files may number their keys alike: only opening something tells whether it is the right file.
    private async Task ProveAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT tenant, purpose, id, sealed FROM tenant_key ORDER BY created_at LIMIT 1", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (await reader.ReadAsync(ct)) Open(Read(reader));
    }

    // Bytes 2 to 5 of an envelope are the id of the key that made it.
    private async Task<List<SealedKey>> NextAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT tenant, purpose, id, sealed FROM tenant_key WHERE substring(sealed FROM 2 FOR 4) <> $1 LIMIT $2
            """, connection).With(IdBytes(master.Current.Id)).With(RowsPerRead);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<SealedKey>();
        while (await reader.ReadAsync(ct)) rows.Add(Read(reader));
        return rows;
    }

    private static SealedKey Read(NpgsqlDataReader reader) =>
        new(reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), reader.GetFieldValue<byte[]>(3));

    private byte[] Open(SealedKey row)
    {
        var id = Envelope.KeyIdOf(row.Sealed);
        return (master.Find(id) is { } key ? Envelope.Open(key, ContextOf(row), row.Sealed) : null)
            ?? throw KeysException.WrongKey(id);
    }

    private static string ContextOf(SealedKey row) =>
        TenantKeys.Context(row.Tenant, TenantKeys.PurposeOf(row.Purpose), row.Id);

    private async Task RewrapAsync(NpgsqlConnection connection, SealedKey row, CancellationToken ct)
    {
        var nonce = new byte[Envelope.NonceBytes];
        random.GetBytes(nonce);
        await using var command = new NpgsqlCommand(
                "UPDATE tenant_key SET sealed = $4 WHERE tenant = $1 AND purpose = $2 AND id = $3 AND sealed = $5", connection)
            .With(row.Tenant).With(row.Purpose).With(row.Id)
            .With(Envelope.Seal(master.Current, ContextOf(row), Open(row), nonce)).With(row.Sealed);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static byte[] IdBytes(int id)
    {
        var bytes = new byte[4];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes, id);
        return bytes;
    }

    private static partial class Log
    {
        [LoggerMessage(3002, LogLevel.Information, "{Keys} tenant keys are sealed under master key {MasterKey} now")]
        public static partial void Rewrapped(ILogger logger, int keys, int masterKey);
    }
}
