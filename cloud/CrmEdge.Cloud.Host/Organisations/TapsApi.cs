using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>Transaction acquiring points: the codes that tills send their tickets under.</summary>
internal static class TapsApi
{
    private static readonly ListSpec<TapRow> List = new ListSpec<TapRow> { DefaultSort = "code", Id = row => row.Id }
        .Sort("code", row => row.Code)
        .Date("created_on", row => row.CreatedAt)
        .Filter("code", text => row => row.Code == text)
        .Filter("organisation_id", text => Guid.TryParse(text, out var id) ? row => row.Organisation == id : null);

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/taps").WithTags("Business network");
        group.MapPost("", CreateAsync).Requires(KeyRole.Operate)
            .WithSummary("Add a transaction acquiring point to a merchant or venue");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).Lists(List).WithSummary("List or look up by code");
        group.MapGet("/{id}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one by id or code");
        group.MapPut("/{id}", ChangeAsync).Requires(KeyRole.Operate).WithSummary("Change the name");
    }

    internal sealed record NewTap(Guid? Id, string? Code, string? OrganisationId, string? Name);

    internal sealed record TapChange(string? Code, string? OrganisationId, string? Name);

    internal sealed record TapReply(Guid Id, string Code, Guid OrganisationId, string? Name, long CreatedOn)
    {
        public static TapReply Of(TapRow row) => new(row.Id, row.Code, row.Organisation, row.Name, row.CreatedAt.Epoch());
    }

    private static IQueryable<TapRow> ByIdOrCode(this IQueryable<TapRow> rows, string idOrCode) =>
        Guid.TryParse(idOrCode, out var id) ? rows.Where(r => r.Id == id) : rows.Where(r => r.Code == idOrCode);

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        NewTap body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("code", body.Code).Code("code", body.Code).Text("name", body.Name)
            .Required("organisation_id", body.OrganisationId).That(body.Id != Guid.Empty, "id", "is no id");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Organisations.ByIdOrCode(body.OrganisationId!).FirstOrDefaultAsync(ct) is not { } organisation)
            return Refusal.NotFound("organisation", body.OrganisationId!);
        if (!NetworkRules.HasTills(Words.To<OrganisationType>(organisation.Type)))
        {
            return Refusal.Of(Codes.Validation, "Tills stand at a merchant or a venue. Name one of those.",
                "organisation_id", $"is a {organisation.Type}");
        }
        var row = new TapRow
        {
            Tenant = caller.Tenant, Id = body.Id ?? work.NewId(), Code = body.Code!, Organisation = organisation.Id,
            Name = body.Name, CreatedAt = work.Now,
        };
        work.Db.Taps.Add(row);
        work.Audit("tap.create", "tap", row.Id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/taps/{row.Id}", new IdReply(row.Id));
    }

    private static async Task<Results<Ok<Page<TapReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<TapRow>.Read(work.Db.Taps.AsNoTracking(), List, request.Query);
        return query is null ? refusal! : TypedResults.Ok(await query.PageAsync(TapReply.Of, ct));
    }

    private static async Task<Results<Ok<TapReply>, Refusal>> GetAsync(
        string id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await work.Db.Taps.AsNoTracking().ByIdOrCode(id).FirstOrDefaultAsync(ct) is { } row
            ? TypedResults.Ok(TapReply.Of(row)) : Refusal.NotFound("TAP", id);
    }

    private static async Task<Results<Ok<IdReply>, Refusal>> ChangeAsync(
        string id, TapChange body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        if (new FieldChecks().Text("name", body.Name).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Taps.ByIdOrCode(id).FirstOrDefaultAsync(ct) is not { } row) return Refusal.NotFound("TAP", id);
        if (body.Code is { } code && code != row.Code) return Refusal.Immutable("code");
        if (body.OrganisationId is { } place && place != row.Organisation.ToString()) return Refusal.Immutable("organisation_id");
        row.Name = body.Name is "" ? null : body.Name ?? row.Name;
        work.Audit("tap.change", "tap", row.Id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(row.Id));
    }
}
