using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Contracts.Sync;
using CrmEdge.Hosting.Tracing;
using Google.Protobuf;
using Npgsql;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>
/// Applies one edge's records in their order. A run's mark moves in the batch of its effect; what cannot be applied is set aside
/// with its reason, and the stream moves on. Called by one worker per edge; a second host doing the same changes nothing twice.
/// </summary>
internal sealed partial class InboxApplier(
    InboxFeed feed, InboxHandlers handlers, ILedger ledger, EdgeStreams streams, InboxBacklog backlog, SyncMetrics metrics,
    ILogger<InboxApplier> logger)
{
    private const int ReadRows = 100;

    /// <summary>Applies until nothing is left.</summary>
    /// <exception cref="LedgerException">Or of the database: to be tried again later.</exception>
    public async Task DrainAsync(EdgeId edge, CancellationToken ct)
    {
        while (await feed.PendingAsync(edge, ct) is { } journal)
        {
            var records = await feed.ReadAsync(edge, journal.Incarnation, journal.Applied, ReadRows, ct);
            Invariant.Holds(records.Count > 0, "records below the watermark that are not applied are kept");
            for (var i = 0; i < records.Count;)
            {
                var run = handlers.RunAt(records, i);
                await ApplyAsync(edge, journal, run, ct);
                i += run.Count;
                backlog.Learn(edge, journal.Incarnation, run[^1].Seq);
            }
        }
    }

    /// <summary>Applies a record that was set aside; its entry closes in the batch of the effect.</summary>
    public async Task<InboxOutcome> ReplayAsync(QuarantineEntry entry, CancellationToken ct)
    {
        var record = new InboxRecord(entry.Seq, entry.Type, entry.Version, entry.RecordedAt, entry.SetAsideAt,
            entry.Payload.IsEmpty && entry.Code == "payload_held_card_data", entry.Trace, entry.Payload.ToArray());
        if (handlers.Obstacle(record) is { } obstacle) return InboxOutcome.Refused(obstacle.Code, obstacle.Message);
        using var step = TraceContext.Continue("replay", record.Trace);
        var marker = new QuarantineMarker(entry.Id, QuarantineState.Replayed);
        var run = new InboxRun(new EdgeId(entry.Tenant, entry.Edge), entry.Incarnation, [record], ledger, marker);
        var outcome = await TryAsync(run, ct);
        if (outcome.End == InboxEnd.Applied && !run.IsMarked) await ledger.SubmitAsync(new PassRecord(entry.Tenant, marker), ct);
        return outcome;
    }

    private async Task ApplyAsync(EdgeId edge, PendingJournal journal, IReadOnlyList<InboxRecord> records, CancellationToken ct)
    {
        // A run of many readings goes by the first one's trace; each row it leaves has its own.
        using var step = TraceContext.Continue("apply", records[0].Trace);
        var marker = new InboxMarker(new InboxMark(edge.Tenant, journal.Mark, records[^1].Seq));
        var run = new InboxRun(edge, journal.Incarnation, records, ledger, marker);
        var outcome = await OutcomeAsync(run, ct);
        if (!run.IsMarked || outcome.End == InboxEnd.Refused)
        {
            QuarantineEntry[] aside = outcome.End == InboxEnd.Refused
                ? [.. records.Select(r => run.Aside(r, outcome.Code, outcome.Message))]
                : [];
            await ledger.SubmitAsync(new PassRecord(edge.Tenant, marker, aside), ct);
        }
        if (outcome.End == InboxEnd.Refused) Log.SetAside(logger, records[0].Seq, records[^1].Seq, edge.Edge, outcome.Code);
        if (outcome.End == InboxEnd.Declined) Log.Declined(logger, records[0].Seq, edge.Edge, outcome.Code);
        metrics.Applied(outcome.End, records.Count);
        if (outcome.Reply is { } reply) streams.Reply(edge, journal.Incarnation, records[^1].Seq, reply);
    }

    private Task<InboxOutcome> OutcomeAsync(InboxRun run, CancellationToken ct)
    {
        if (run.Records[0].Type == (int)RecordType.Gap) return Task.FromResult(InboxOutcome.Applied());
        return handlers.Obstacle(run.Records[0]) is { } obstacle
            ? Task.FromResult(InboxOutcome.Refused(obstacle.Code, obstacle.Message))
            : TryAsync(run, ct);
    }

    private async Task<InboxOutcome> TryAsync(InboxRun run, CancellationToken ct)
    {
        try
        {
            return await handlers.For(run.Records[0].Type)!.ApplyAsync(run, ct);
        }
        catch (InvalidProtocolBufferException)
        {
            return InboxOutcome.Refused("payload_malformed", "The payload is not the message its type names. Update the edge; " +
                "what it meant has to be entered by hand.");
        }
        catch (OperationRejectedException e)
        {
            return InboxOutcome.Refused(
                e.Code, "The database refused what the record asks for. Look into its payload, correct the cause, then replay.");
        }
        catch (Exception e) when (!MayRetry(e))
        {
            Log.Failed(logger, run.Records[0].Seq, run.Edge.Edge, e);
            return InboxOutcome.Refused(
                "handler_failed",
                "The host failed on this record; the log line of event 3421 says how. Replay it after an update.");
        }
    }

    /// <summary>True where the same record may well be applied a little later.</summary>
    public static bool MayRetry(Exception thrown) => thrown switch
    {
        LedgerException ledger => ledger.Retry,
        NpgsqlException { IsTransient: true } or TimeoutException or OperationCanceledException or ObjectDisposedException =>
            true,
        PostgresException => false,
        NpgsqlException => true,
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(3420, LogLevel.Warning, "Records {First} to {Last} of edge {Edge} were set aside: {Code}")]
        public static partial void SetAside(ILogger logger, long first, long last, Guid edge, string code);

        [LoggerMessage(3424, LogLevel.Information, "Record {Seq} of edge {Edge} was answered with no: {Code}")]
        public static partial void Declined(ILogger logger, long seq, Guid edge, string code);

        [LoggerMessage(3421, LogLevel.Error, "Record {Seq} of edge {Edge} made its handler fail")]
        public static partial void Failed(ILogger logger, long seq, Guid edge, Exception thrown);
    }
}
