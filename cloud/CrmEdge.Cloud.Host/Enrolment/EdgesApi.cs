using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>The boxes at stores and the hubs of devices.</summary>
internal static class EdgesApi
{
    private const int TapsMax = 200;

    private static readonly ListSpec<EdgeRow> List = new ListSpec<EdgeRow> { DefaultSort = "name", Id = row => row.Id }
        .Sort("name", row => row.Name)
        .Date("created_on", row => row.CreatedAt)
        .Filter("state", text => row => row.State == text)
        .Filter("kind", text => row => row.Kind == text)
        .Filter("organisation_id", text => Guid.TryParse(text, out var id) ? row => row.Organisation == id : null);

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/edges").WithTags("Edges");
        group.MapPost("", CreateAsync).Requires(KeyRole.Operate).WithSummary("Add an edge and issue its pairing code");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).WithSummary("List edges");
        group.MapGet("/{id:guid}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one");
        group.MapPut("/{id:guid}", ChangeAsync).Requires(KeyRole.Operate).WithSummary("Change the name or the tills");
        group.MapPost("/{id:guid}/actions", ActAsync).Requires(KeyRole.Operate)
            .WithSummary("Issue a new pairing code, or revoke");
    }

    private static async Task<Results<Created<PairingReply>, Refusal>> CreateAsync(
        NewEdge body, Caller caller, BackOffice backOffice, PairingCodes codes, TimeProvider time, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("name", body.Name).Text("name", body.Name).Required("kind", body.Kind)
            .Required("organisation", body.Organisation).That(body.Id != Guid.Empty, "id", "is no id")
            .That((body.Taps?.Count ?? 0) <= TapsMax, "taps", $"are more than {TapsMax}");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Organisations.ByIdOrCode(body.Organisation!).FirstOrDefaultAsync(ct) is not { } organisation)
            return Refusal.NotFound("organisation", body.Organisation!);
        var row = new EdgeRow
        {
            Tenant = caller.Tenant, Id = body.Id ?? work.NewId(), Name = body.Name!, Kind = Words.Of(body.Kind!.Value),
            Organisation = organisation.Id, State = "NEW", CreatedAt = work.Now,
        };
        work.Db.Edges.Add(row);
        if (await SetTapsAsync(work, row.Id, body.Taps ?? [], ct) is { } unknown) return unknown;
        work.Audit("edge.create", "edge", row.Id);
        if (await work.FlushAsync(ct) is { } no) return no;
        return await PairAsync(work, row.Id, codes, time, ct) is { Reply: { } reply }
            ? TypedResults.Created($"/backoffice/v2/edges/{row.Id}", reply)
            : throw new InvariantViolatedException("a new edge can be paired");
    }

    private static async Task<Results<Ok<Page<EdgeReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<EdgeRow>.Read(work.Db.Edges.AsNoTracking(), List, request.Query);
        return query is null ? refusal! : TypedResults.Ok(await query.PageAsync(row => EdgeReply.Of(row, []), ct));
    }

    private static async Task<Results<Ok<EdgeReply>, Refusal>> GetAsync(
        Guid id, Caller caller, BackOffice backOffice, IOptions<SyncOptions> sync, TimeProvider time,
            CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Edges.AsNoTracking().FirstOrDefaultAsync(r => r.Id == id, ct) is not { } row) return Refusal.NotFound(
            "edge", $"{id}");
        var taps = await work.Db.EdgeTaps.Where(p => p.Edge == id)
            .Join(work.Db.Taps, p => p.Tap, t => t.Id, (_, t) => new Named(t.Id, t.Code)).ToListAsync(ct);
        var link = await EdgeLinkRow.FindAsync(work, id, ct);
        return TypedResults.Ok(EdgeReply.Of(row, taps,
            link is null ? null : EdgeLinkReply.Of(link, time.GetUtcNow(), sync.Value.LiveFor)));
    }

    private static async Task<Results<Ok<IdReply>, Refusal>> ChangeAsync(
        Guid id, EdgeChange body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var checks = new FieldChecks().Text("name", body.Name).That(body.Name is not "", "name", "is empty")
            .That((body.Taps?.Count ?? 0) <= TapsMax, "taps", $"are more than {TapsMax}");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Edges.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } row) return Refusal.NotFound("edge", $"{id}");
        row.Name = body.Name ?? row.Name;
        if (body.Taps is { } taps && await SetTapsAsync(work, id, taps, ct) is { } unknown) return unknown;
        work.Audit("edge.change", "edge", id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(id));
    }

    private static async Task<Results<Ok<PairingReply>, Ok<IdReply>, Refusal>> ActAsync(
        Guid id, EdgeStep body, Caller caller, BackOffice backOffice, PairingCodes codes, EdgeRevocations revocations,
            TimeProvider time,
        CancellationToken ct)
    {
        if (new FieldChecks().Required("action", body.Action).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Edges.FirstOrDefaultAsync(r => r.Id == id, ct) is not { } row) return Refusal.NotFound("edge", $"{id}");
        if (body.Action == EdgeAction.Pair)
        {
            var (reply, refused) = await PairAsync(work, id, codes, time, ct);
            return reply is null ? refused! : TypedResults.Ok(reply);
        }
        (row.State, row.RevokedAt) = ("REVOKED", time.GetUtcNow());
        work.Audit("edge.revoke", "edge", id);
        if (await work.FlushAsync(ct) is { } no) return no;
        await EdgeRevocations.RevokeAsync(work.Session, id, time.GetUtcNow(), ct);
        await work.Session.CommitAsync(ct);
        revocations.Cut(new EdgeId(caller.Tenant, id));
        return TypedResults.Ok(new IdReply(id));
    }

    private static async Task<(PairingReply? Reply, Refusal? Refused)> PairAsync(
        Work work, Guid id, PairingCodes codes, TimeProvider time, CancellationToken ct)
    {
        var (code, until) = await codes.IssueAsync(work.Session, id, time.GetUtcNow(), ct);
        work.Audit("edge.pair", "edge", id);
        return await work.SaveAsync(ct) is { } no ? (null, no) : (new PairingReply(id, code, until.Epoch()), null);
    }

    private static async Task<Refusal?> SetTapsAsync(Work work, Guid edge, IReadOnlyList<string> taps, CancellationToken ct)
    {
        var found = await work.Db.Taps.AsNoTracking().Where(t => taps.Contains(t.Code) || taps.Contains(t.Id.ToString()))
            .Select(t => new { t.Id, t.Code }).ToListAsync(ct);
        if (taps.FirstOrDefault(name => !found.Any(t => t.Code == name || t.Id.ToString() == name)) is { } unknown)
            return Refusal.NotFound("TAP", unknown);
        work.Db.EdgeTaps.RemoveRange(await work.Db.EdgeTaps.Where(p => p.Edge == edge).ToListAsync(ct));
        if (await work.FlushAsync(ct) is { } no) return no;
        work.Db.EdgeTaps.AddRange(found.Select(t => new EdgeTapRow { Tenant = work.Caller.Tenant, Edge = edge, Tap = t.Id }));
        return null;
    }
}
