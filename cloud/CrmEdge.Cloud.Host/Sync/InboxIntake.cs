using CrmEdge.Cloud.Host.Database;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Rules.Sync;
using Npgsql;
using NpgsqlTypes;
using Wire = CrmEdge.Contracts.Sync;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Commits batches: the rows and the watermark in one statement, or nothing.</summary>
internal sealed class InboxIntake(Databases databases, TimeProvider time)
{
    private const string Insert = """
        WITH fence AS (
            UPDATE inbox_watermark SET seq = $6, fingerprint = $16
            WHERE tenant = $1 AND edge = $2 AND incarnation = $3 AND stream = $4 AND seq = $5
                AND NOT EXISTS (SELECT 1 FROM edge e WHERE e.tenant = $1 AND e.id = $2 AND e.state = 'REVOKED')
            RETURNING seq)
        INSERT INTO inbox (tenant, edge, incarnation, received_at, seq, first, type, version, recorded_at, scrubbed, trace,
            payload)
        SELECT $1, $2, $3, $7, r.* FROM unnest($8, $9, $10, $11, $12, $13, $14, $15) r
        WHERE EXISTS (SELECT 1 FROM fence)
        """;

    /// <summary>True once all of it is durable; false where the stream no longer speaks for its edge, and nothing was
    /// written.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="from">The watermark before.</param>
    /// <param name="to">The watermark after.</param>
    /// <param name="records">What lies between; not empty.</param>
    /// <param name="ct">Gives up waiting; the batch may then be committed all the same.</param>
    public async Task<bool> CommitAsync(LiveStream stream, long from, long to, IReadOnlyList<Wire.Record> records,
        CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var clean = records.Select(r => PayloadScrub.Clean((int)r.Type, r.Payload.Memory)).ToArray();
        await using var command = databases.Ledger.CreateCommand(Insert)
            .With(stream.Edge.Tenant).With(stream.Edge.Edge).With(stream.Incarnation).With(stream.Id).With(from).With(to)
                .With(now);
        Column(command, NpgsqlDbType.Bigint, records, r => (long)r.Seq);
        Column(command, NpgsqlDbType.Bigint, records, r => FirstOf(r));
        Column(command, NpgsqlDbType.Integer, records, r => (int)r.Type);
        Column(command, NpgsqlDbType.Integer, records, r => (int)r.Version);
        Column(command, NpgsqlDbType.TimestampTz, records, r => RecordedAt(r, now));
        Column(command, NpgsqlDbType.Boolean, clean, c => c.Scrubbed);
        Column(command, NpgsqlDbType.Text, records, TraceOf);
        Column(command, NpgsqlDbType.Bytea, clean, c => c.Payload);
        command.WithOptional(NpgsqlDbType.Bytea, FingerprintOf(records[^1]));
        return await command.ExecuteNonQueryAsync(ct) == records.Count;
    }

    /// <summary>The first number a record covers.</summary>
    public static long FirstOf(Wire.Record record) => (long)(record.First == 0 ? record.Seq : record.First);

    // A gap takes the place of a record that may have been sent before: its content tells nothing.
    private static byte[]? FingerprintOf(Wire.Record record) => record.Type == Wire.RecordType.Gap ? null
        : RecordFingerprint.Of((int)record.Type, (int)record.Version, record.Payload.Span);


    // What is no trace is left out; what is one is 32 random digits, in which a scrubber would now and then see a card.
    private static string? TraceOf(Wire.Record record) =>
        TraceContext.IdOf(record.TraceParent) is null ? null : record.TraceParent;

    // The wall clock of an edge is data: an instant that cannot be one does not stop the record.
    private static DateTimeOffset RecordedAt(Wire.Record record, DateTimeOffset now)
    {
        var seconds = record.RecordedAt?.Seconds ?? 0;
        return seconds is > 0 and < 253_402_300_000 ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            .AddTicks(record.RecordedAt!.Nanos / 100) : now;
    }

    private static void Column<TRow, TValue>(NpgsqlCommand command, NpgsqlDbType type, IReadOnlyList<TRow> rows, Func<TRow,
        TValue> value)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values });
    }
}
