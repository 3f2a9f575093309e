using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Sync;
using CrmEdge.Rules.Sync;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>How a greeting was answered.</summary>
/// <param name="Code">Ok, or why not.</param>
/// <param name="Watermark">Everything up to here is committed.</param>
/// <param name="Applied">Everything up to here has taken effect.</param>
/// <param name="Fingerprint">Of the record at the watermark; null where it cannot be told.</param>
internal readonly record struct Greeted(EdgeCode Code, long Watermark = 0, long Applied = 0, byte[]? Fingerprint = null);

/// <summary>Lets a greeting edge in, or not; from then on its stream alone may add to its inbox.</summary>
internal sealed class StreamGreeting(
    Databases databases, EdgeDirectory edges, EdgeStreams streams, IdSource ids, TimeProvider time, IOptions<SyncOptions> options)
{
    private const int TextCharsMax = 100;
    private const int IdBytes = 16;

    // Of this run of the host: what its own streams do it knows better than the clock.
    private readonly Guid _host = ids.Next();

    public async Task<Greeted> GreetAsync(EdgeCaller caller, Guid stream, Guid incarnation, Hello hello, CancellationToken ct)
    {
        var (known, revoked) = await edges.StandingAsync(caller, ct);
        await using var connection = await databases.Ledger.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // Two greetings of one edge are answered one after the other.
        await using (var one = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", connection))
            await one.With($"edge {caller.Id.Edge}").ExecuteNonQueryAsync(ct);
        var found = await FindAsync(connection, caller.Id, incarnation, ct);
        var (expired, live) = (caller.ValidUntil <= time.GetUtcNow(), IsLive(caller.Id, found));
        var code = HelloRule.Check(new EdgeStanding(known, revoked, expired, found.Current, live, found.Retired)
        {
            OtherRun = found.Run is { } run && run != RunOf(hello),
            Protocol = ProtocolVersion.Fit(ProtocolVersion.Current, hello.Protocol),
        }, incarnation);
        var greeted = new Greeted(code);
        if (code == EdgeCode.Ok)
        {
            await TakeAsync(connection, caller.Id, stream, incarnation, hello, ct);
            greeted = await WatermarkAsync(connection, caller.Id, stream, incarnation, ct);
        }
        else if (known) await NoteAsync(connection, caller.Id, code, ct);
        await transaction.CommitAsync(ct);
        return greeted;
    }

    private static Guid? RunOf(Hello hello) =>
        hello.Run.Length == IdBytes ? new Guid(hello.Run.Span, bigEndian: true) : null;

    private bool IsLive(EdgeId edge, FoundLink found) => found.Stands
        && (found.Host == _host ? streams.TryFind(edge, out var stream) && stream.Id == found.Stream : found.SeenLately);

    /// <summary>Says that the stream lives; false where another one took its place.</summary>
    public async Task<bool> BeatAsync(LiveStream stream, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand(
            "UPDATE edge_link SET seen_at = clock_timestamp() WHERE tenant = $1 AND edge = $2 AND stream = $3")
            .With(stream.Edge.Tenant).With(stream.Edge.Edge).With(stream.Id);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }

    public async Task EndAsync(LiveStream stream, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand(
            "UPDATE edge_link SET ended_at = clock_timestamp() WHERE tenant = $1 AND edge = $2 AND stream = $3")
            .With(stream.Edge.Tenant).With(stream.Edge.Edge).With(stream.Id);
        await command.ExecuteNonQueryAsync(ct);
    }

    // For the back office: the box itself says it in its log, where nobody may look.
    private static async Task NoteAsync(NpgsqlConnection connection, EdgeId edge, EdgeCode code, CancellationToken ct)
    {
        await using var note = new NpgsqlCommand(
            "UPDATE edge_link SET refused = $3, refused_at = clock_timestamp() WHERE tenant = $1 AND edge = $2", connection)
            .With(edge.Tenant).With(edge.Edge).With(WireName.Of(code));
        await note.ExecuteNonQueryAsync(ct);
    }

    private async Task<FoundLink> FindAsync(
        NpgsqlConnection connection, EdgeId edge, Guid incarnation, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            SELECT l.incarnation, l.run, l.host, l.stream, l.edge IS NOT NULL AND l.ended_at IS NULL,
                coalesce(l.seen_at > clock_timestamp() - $4, false), coalesce(w.retired_at IS NOT NULL, false)
            FROM (SELECT 1) one
            LEFT JOIN edge_link l ON l.tenant = $1 AND l.edge = $2
            LEFT JOIN inbox_watermark w ON w.tenant = $1 AND w.edge = $2 AND w.incarnation = $3
            """, connection).With(edge.Tenant).With(edge.Edge).With(incarnation).With(options.Value.LiveFor);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new FoundLink(await IdAsync(reader, 0, ct), await IdAsync(reader, 1, ct), await IdAsync(reader, 2, ct),
            await IdAsync(reader, 3, ct), reader.GetBoolean(4), reader.GetBoolean(5), reader.GetBoolean(6));
    }

    private static async Task<Guid?> IdAsync(NpgsqlDataReader row, int column, CancellationToken ct) =>
        await row.IsDBNullAsync(column, ct) ? null : row.GetGuid(column);

    private async Task TakeAsync(
        NpgsqlConnection connection, EdgeId edge, Guid stream, Guid incarnation, Hello hello, CancellationToken ct)
    {
        await using var link = new NpgsqlCommand("""
            INSERT INTO edge_link (tenant, edge, stream, incarnation, journal_start, agent_version, first_kept, last_kept,
                run, host, connected_at, seen_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp(), clock_timestamp())
            ON CONFLICT (tenant, edge) DO UPDATE SET stream = excluded.stream, incarnation = excluded.incarnation,
                journal_start = excluded.journal_start, agent_version = excluded.agent_version, first_kept = excluded.first_kept,
                last_kept = excluded.last_kept, run = excluded.run, host = excluded.host,
                connected_at = excluded.connected_at, seen_at = excluded.seen_at, ended_at = NULL
            """, connection).With(edge.Tenant).With(edge.Edge).With(stream).With(incarnation).With(Short(hello.JournalStart))
            .With(Short(hello.AgentVersion)).With((long)Math.Min(hello.FirstKept, long.MaxValue))
                .With((long)Math.Min(hello.Last, long.MaxValue)).WithOptional(NpgsqlDbType.Uuid, RunOf(hello)).With(_host);
        await link.ExecuteNonQueryAsync(ct);
        await using var tell = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection)
            .With(StreamWatch.Channel).With(StreamNotice.Replaced(edge, stream));
        await tell.ExecuteNonQueryAsync(ct);
        await using var retire = new NpgsqlCommand("""
            UPDATE inbox_watermark SET retired_at = clock_timestamp()
            WHERE tenant = $1 AND edge = $2 AND incarnation <> $3 AND retired_at IS NULL
            """, connection).With(edge.Tenant).With(edge.Edge).With(incarnation);
        await retire.ExecuteNonQueryAsync(ct);
    }

    // Taking the row's stream ends what an older one had begun, before the watermark is read.
    private static async Task<Greeted> WatermarkAsync(
        NpgsqlConnection connection, EdgeId edge, Guid stream, Guid incarnation, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            WITH taken AS (
                INSERT INTO inbox_watermark (tenant, edge, incarnation, id, stream, seq, begun_at)
                VALUES ($1, $2, $3, $4, $5, 0, clock_timestamp())
                ON CONFLICT (tenant, edge, incarnation) DO UPDATE SET stream = excluded.stream
                RETURNING seq, fingerprint)
            SELECT taken.seq, coalesce((SELECT m.seq FROM inbox_mark m WHERE m.tenant = $1 AND m.id = $4), 0), taken.fingerprint
            FROM taken
            """, connection).With(edge.Tenant).With(edge.Edge).With(incarnation)
            .With(InboxMark.IdOf(edge.Edge, incarnation)).With(stream);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new Greeted(EdgeCode.Ok, reader.GetInt64(0), reader.GetInt64(1),
            await reader.IsDBNullAsync(2, ct) ? null : reader.GetFieldValue<byte[]>(2));
    }

    private sealed record FoundLink(
        Guid? Current, Guid? Run, Guid? Host, Guid? Stream, bool Stands, bool SeenLately, bool Retired);

    private static string Short(string text) => Kernel.Privacy.Scrubber.Scrub(
        text.Length <= TextCharsMax ? text : text[..TextCharsMax]);
}
