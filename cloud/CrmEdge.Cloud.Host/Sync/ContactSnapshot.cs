using System.Data;
using System.Runtime.CompilerServices;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Sync;
using Google.Protobuf;
using Npgsql;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>
/// Hashes of the tenant's identification values and whom they name. The version is a transaction number below which nothing can
/// change any more; a number above it (the database is a restored copy) is answered with everything.
/// </summary>
internal sealed class ContactSnapshot(Databases databases) : ISnapshotSource
{
    private const string Select = """
        SELECT x.key_id, x.hash, x.removed, x.contact, c.code, coalesce(c.first_name, '')
        FROM contact_cim_change x JOIN contact c ON c.tenant = x.tenant AND c.id = x.contact
        WHERE x.tenant = $1 AND x.changed >= $2 AND x.changed < $3 AND NOT (x.removed AND $2 = 0)
        """;

    public string Kind => "contacts";

    public async Task<SnapshotChange?> ChangeAsync(EdgeId edge, long held, CancellationToken ct)
    {
        var (final, changed) = await LookAsync(edge.Tenant, held, ct);
        if (held > final) held = 0;
        return held > 0 && !changed ? null : new SnapshotChange(final, held, RowsAsync(edge.Tenant, held, final, ct));
    }

    private async Task<(long Final, bool Changed)> LookAsync(Guid tenant, long held, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT f.final, EXISTS (SELECT 1 FROM contact_cim_change x WHERE x.tenant = $1 AND x.changed >= $2 AND x.changed < f.final)
            FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS final) f
            """).With(tenant).With(held);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetInt64(0), reader.GetBoolean(1));
    }

    // A row changed again meanwhile is missed here, and is part of the next version.
    private async IAsyncEnumerable<SnapshotRow> RowsAsync(Guid tenant, long held, long final, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand(Select).With(tenant).With(held).With(final);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, ct);
        while (await reader.ReadAsync(ct)) yield return Row(reader);
    }

    private static SnapshotRow Row(NpgsqlDataReader reader)
    {
        var (key, hash, removed) = (reader.GetInt32(0), reader.GetFieldValue<byte[]>(1), reader.GetBoolean(2));
        var row = new SnapshotRow { Key = $"{key}:{Convert.ToHexStringLower(hash)}", Removed = removed };
        if (removed) return row;
        row.Body = new ContactRow
        {
            Cim = new Contracts.Common.CimHash { KeyId = (uint)key, Hash = ByteString.CopyFrom(hash) },
            ContactId = reader.GetGuid(3).ToString(), ContactCode = reader.GetString(4), DisplayName = reader.GetString(5),
        }.ToByteString();
        return row;
    }
}
