using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Contracts.Sync;
using CrmEdge.Hosting.Tracing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Records that could not be applied: to be looked at, replayed once the cause is gone, or given up.</summary>
internal static class QuarantineApi
{
    private const string Settled = "CRM.EXCEPTIONS.QUARANTINESETTLEDEXCEPTION";
    private const string StillRefused = "CRM.EXCEPTIONS.QUARANTINESTILLREFUSEDEXCEPTION";

    private static readonly ListSpec<QuarantineRow> List = new ListSpec<QuarantineRow> { DefaultSort = "set_aside_on",
        Id = row => row.Id }
        .Date("set_aside_on", row => row.SetAsideAt)
        .Filter("state", text => text.ToLowerInvariant() is var state ? row => row.State == state : null)
        .Filter("code", text => row => row.Code == text)
        .Filter("edge_id", text => Guid.TryParse(text, out var id) ? row => row.Edge == id : null);

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/quarantine").WithTags("Edges");
        group.MapGet("", ListAsync).Requires(KeyRole.Operate).WithSummary("List records that were set aside");
        group.MapGet("/{id:guid}", GetAsync).Requires(KeyRole.Operate).WithSummary("Read one with its payload");
        group.MapPost("/{id:guid}/actions", ActAsync).Requires(KeyRole.Approve).WithSummary("Replay or discard one");
    }

    internal enum QuarantineAction
    {
        Replay,
        Discard,
    }

    internal sealed record QuarantineStep(QuarantineAction? Action);

    internal sealed record QuarantineReply(
        Guid Id, Guid EdgeId, Guid Incarnation, long Seq, string Type, int Version, string Code, string Message, string State,
        long RecordedOn, long SetAsideOn, long? SettledOn, string? TraceId, string? Payload)
    {
        public static QuarantineReply Of(QuarantineRow row, string? payload) => new(
            row.Id, row.Edge, row.Incarnation, row.Seq, ((RecordType)row.Type).ToString(), row.Version, row.Code, row.Message,
            row.State.ToUpperInvariant(), row.RecordedAt.Epoch(), row.SetAsideAt.Epoch(), row.SettledAt?.Epoch(),
            TraceContext.IdOf(row.Trace), payload);
    }

    internal sealed record QuarantineEnd(Guid Id, string State);

    private static async Task<Results<Ok<Page<QuarantineReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<QuarantineRow>.Read(Rows(work), List, request.Query);
        return query is null ? refusal! : TypedResults.Ok(await query.PageAsync(row => QuarantineReply.Of(row, null), ct));
    }

    private static async Task<Results<Ok<QuarantineReply>, Refusal>> GetAsync(
        Guid id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await FindAsync(work, id, ct) is { } row
            ? TypedResults.Ok(QuarantineReply.Of(row, Convert.ToBase64String(row.Payload)))
            : Refusal.NotFound("quarantined record", $"{id}");
    }

    private static async Task<Results<Ok<QuarantineEnd>, Refusal>> ActAsync(
        Guid id, QuarantineStep body, Caller caller, BackOffice backOffice, InboxApplier applier, ILedger ledger,
            CancellationToken ct)
    {
        if (new FieldChecks().Required("action", body.Action).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await FindAsync(work, id, ct) is not { } row) return Refusal.NotFound("quarantined record", $"{id}");
        if (row.State != "open")
        {
            return Refusal.Of(Settled, $"This record was {row.State} before. Nothing is left to be done.", "state",
                $"is {row.State}");
        }
        var replay = body.Action == QuarantineAction.Replay;
        // The deed is told before it is done: a crash in between leaves a line too many, never one too few.
        work.Audit(replay ? "quarantine.replay" : "quarantine.discard", "quarantine", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        if (!replay)
        {
            await ledger.SubmitAsync(new PassRecord(row.Tenant, new QuarantineMarker(id, QuarantineState.Discarded)), ct);
            return TypedResults.Ok(new QuarantineEnd(id, "DISCARDED"));
        }
        var outcome = await applier.ReplayAsync(EntryOf(row), ct);
        return outcome.End == InboxEnd.Applied
            ? TypedResults.Ok(new QuarantineEnd(id, "REPLAYED"))
            : Refusal.Of(StillRefused, $"The record still cannot be applied. {outcome.Message}".TrimEnd(), "code", outcome.Code);
    }

    // Read as it is, and mapped nowhere: only its partition writes it.
    private static IQueryable<QuarantineRow> Rows(Work work) => work.Db.Database.SqlQuery<QuarantineRow>($"""
        SELECT tenant AS "Tenant", id AS "Id", edge AS "Edge", incarnation AS "Incarnation", seq AS "Seq", type AS "Type",
            version AS "Version", recorded_at AS "RecordedAt", set_aside_at AS "SetAsideAt", code AS "Code", message AS "Message",
            payload AS "Payload", state AS "State", settled_at AS "SettledAt", trace AS "Trace"
        FROM quarantine WHERE tenant = {work.Caller.Tenant}
        """);

    private static Task<QuarantineRow?> FindAsync(Work work, Guid id, CancellationToken ct) =>
        Rows(work).FirstOrDefaultAsync(r => r.Id == id, ct);

    private static QuarantineEntry EntryOf(QuarantineRow row) => new()
    {
        Tenant = row.Tenant, Id = row.Id, Edge = row.Edge, Incarnation = row.Incarnation, Seq = row.Seq, Type = row.Type,
        Version = row.Version, RecordedAt = row.RecordedAt, SetAsideAt = row.SetAsideAt, Code = row.Code, Message = row.Message,
        Payload = row.Payload, State = WireName.Parse<QuarantineState>(row.State), SettledAt = row.SettledAt, Trace = row.Trace,
    };
}
