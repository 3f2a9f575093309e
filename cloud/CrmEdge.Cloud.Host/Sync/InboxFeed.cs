using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using Npgsql;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>A journal of an edge with records that have not been applied.</summary>
internal readonly record struct PendingJournal(Guid Incarnation, Guid Mark, long Applied, long Watermark);

/// <summary>Reads what is to be applied, and deletes what has been for long enough.</summary>
internal sealed class InboxFeed(Databases databases)
{
    private const int DeleteRows = 5_000;

    /// <summary>Every edge with records that wait.</summary>
    public async Task<IReadOnlyList<EdgeId>> EdgesAsync(CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT DISTINCT w.tenant, w.edge FROM inbox_watermark w LEFT JOIN inbox_mark m ON m.tenant = w.tenant AND m.id = w.id
            WHERE w.seq > coalesce(m.seq, 0)
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var edges = new List<EdgeId>();
        while (await reader.ReadAsync(ct)) edges.Add(new EdgeId(reader.GetGuid(0), reader.GetGuid(1)));
        return edges;
    }

    /// <summary>The edge's oldest journal with records that wait; null where there is none.</summary>
    public async Task<PendingJournal?> PendingAsync(EdgeId edge, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT w.incarnation, w.id, coalesce(m.seq, 0), w.seq
            FROM inbox_watermark w LEFT JOIN inbox_mark m ON m.tenant = w.tenant AND m.id = w.id
            WHERE w.tenant = $1 AND w.edge = $2 AND w.seq > coalesce(m.seq, 0) ORDER BY w.begun_at LIMIT 1
            """).With(edge.Tenant).With(edge.Edge);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new PendingJournal(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt64(2), reader.GetInt64(3))
            : null;
    }

    /// <summary>Records above a number, in order.</summary>
    public async Task<IReadOnlyList<InboxRecord>> ReadAsync(EdgeId edge, Guid incarnation, long after, int max,
        CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT seq, type, version, recorded_at, received_at, scrubbed, trace, payload
            FROM inbox WHERE tenant = $1 AND edge = $2 AND incarnation = $3 AND seq > $4 ORDER BY seq LIMIT $5
            """).With(edge.Tenant).With(edge.Edge).With(incarnation).With(after).With(max);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var records = new List<InboxRecord>(max);
        while (await reader.ReadAsync(ct)) records.Add(await RecordAsync(reader, ct));
        return records;
    }

    /// <summary>Deletes some of what was received before an instant and applied; true where there may be more.</summary>
    public async Task<bool> DeleteAppliedAsync(DateTimeOffset receivedBefore, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            DELETE FROM inbox WHERE ctid = ANY (ARRAY(
                SELECT i.ctid FROM inbox i
                JOIN inbox_watermark w ON w.tenant = i.tenant AND w.edge = i.edge AND w.incarnation = i.incarnation
                JOIN inbox_mark m ON m.tenant = w.tenant AND m.id = w.id
                WHERE i.received_at < $1 AND i.seq <= m.seq LIMIT $2))
            """).With(receivedBefore).With(DeleteRows);
        return await command.ExecuteNonQueryAsync(ct) == DeleteRows;
    }

    /// <summary>Deletes entries of quarantine that were settled before an instant.</summary>
    public async Task DeleteSettledAsync(DateTimeOffset settledBefore, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("DELETE FROM quarantine WHERE settled_at < $1")
            .With(settledBefore);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<InboxRecord> RecordAsync(NpgsqlDataReader row, CancellationToken ct) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetInt32(2), row.GetFieldValue<DateTimeOffset>(3),
            row.GetFieldValue<DateTimeOffset>(4),
        row.GetBoolean(5), await row.IsDBNullAsync(6, ct) ? null : row.GetString(6), row.GetFieldValue<byte[]>(7));
}
