using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>The business network: who stands below whom.</summary>
internal static class OrganisationsApi
{
    private static readonly ListSpec<OrganisationRow> List = new ListSpec<OrganisationRow>
        { DefaultSort = "name", Id = row => row.Id }
        .Sort("name", row => row.Name)
        .Sort("code", row => row.Code)
        .Date("created_on", row => row.CreatedAt)
        .Filter("type", text => Words.Try<OrganisationType>(text) is null ? null : row => row.Type == text)
        .Filter("code", text => row => row.Code == text)
        .Filter("parent_id", text => Guid.TryParse(text, out var id) ? row => row.Parent == id : null)
        .Filter("search_value", text => row => EF.Functions.ILike(row.Name, Like.Containing(text), Like.Escape));

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/organisations").WithTags("Business network");
        group.MapPost("", CreateAsync).Requires(KeyRole.Operate)
            .WithSummary("Add an organisation; service owners, processors and businesses get a live and a test tenant");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).Lists(List).WithSummary("List the organisations of this network");
        group.MapGet("/{id}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one by id or code");
        group.MapPut("/{id}", ChangeAsync).Requires(KeyRole.Operate).WithSummary("Change name or description");
    }

    public static IQueryable<OrganisationRow> ByIdOrCode(this IQueryable<OrganisationRow> rows, string idOrCode) =>
        Guid.TryParse(idOrCode, out var id) ? rows.Where(r => r.Id == id) : rows.Where(r => r.Code == idOrCode);

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        NewOrganisation body, Caller caller, BackOffice backOffice, NetworkWriter network, CancellationToken ct)
    {
        if (Checks(body).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        var parentId = body.ParentId ?? caller.Organisation.ToString();
        if (await work.Db.Organisations.AsNoTracking().ByIdOrCode(parentId).FirstOrDefaultAsync(ct) is not { } parent)
            return Refusal.NotFound("parent organisation", parentId);
        var (type, parentType) = (body.Type!.Value, Words.To<OrganisationType>(parent.Type));
        if (!NetworkRules.MayStandBelow(type, parentType)) return OrganisationCodes.IllegalParent(type, parentType);
        var row = Row(body, work, parent.Id);
        if (NetworkRules.KeepsBooks(type))
        {
            if (await AddWithBooksAsync(work, network, row, body, ct) is { } refusal) return refusal;
        }
        else work.Db.Organisations.Add(row);
        work.Audit("organisation.create", "organisation", row.Id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/organisations/{row.Id}", new IdReply(row.Id));
    }

    private static async Task<Refusal?> AddWithBooksAsync(
        Work work, NetworkWriter network, OrganisationRow row, NewOrganisation body, CancellationToken ct)
    {
        if (work.Caller.Mode != TenantMode.Live) return OrganisationCodes.LiveKeyNeeded();
        if (work.Caller.Role < KeyRole.Approve) return OrganisationCodes.ApproveNeeded();
        var currency = body.CurrencyCode is null ? work.Caller.Currency : Currency.Of(body.CurrencyCode);
        var setting = new TenantSetting(currency, body.Country ?? work.Caller.Country, body.TimeZone ?? "UTC");
        try
        {
            await network.AddAsync(work.Session, row, setting, ct);
            return null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Constraints.Explain(e.ConstraintName);
        }
    }

    private static async Task<Results<Ok<Page<OrganisationReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<OrganisationRow>.Read(work.Db.Organisations.AsNoTracking(), List, request.Query);
        return query is null ? refusal! : TypedResults.Ok(await query.PageAsync(OrganisationReply.Of, ct));
    }

    private static async Task<Results<Ok<OrganisationReply>, Refusal>> GetAsync(
        string id, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        return await work.Db.Organisations.AsNoTracking().ByIdOrCode(id).FirstOrDefaultAsync(ct) is { } row
            ? TypedResults.Ok(OrganisationReply.Of(row))
            : Refusal.NotFound("organisation", id);
    }

    private static async Task<Results<Ok<IdReply>, Refusal>> ChangeAsync(
        string id, OrganisationChange body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        var checks = new FieldChecks().Text("name", body.Name).That(body.Name is not "", "name", "is required")
            .Text("description", body.Description, FieldChecks.TextCharsMax);
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Organisations.ByIdOrCode(id).FirstOrDefaultAsync(ct) is not { } row)
            return Refusal.NotFound("organisation", id);
        if (Fixed(body, row) is { } immutable) return immutable;
        row.Name = body.Name ?? row.Name;
        row.Description = body.Description is "" ? null : body.Description ?? row.Description;
        work.Audit("organisation.change", "organisation", row.Id);
        if (await work.FlushAsync(ct) is { } stale) return stale;
        if (NetworkRules.KeepsBooks(Words.To<OrganisationType>(row.Type)))
        {
            if (caller.Mode != TenantMode.Live) return OrganisationCodes.LiveKeyNeeded();
            await NetworkWriter.RenameAsync(work.Session, row, ct);
        }
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(row.Id));
    }

    private static Refusal? Fixed(OrganisationChange body, OrganisationRow row)
    {
        if (body.Type is { } type && Words.Of(type) != row.Type) return Refusal.Immutable("type");
        if (body.Code is { } code && code != row.Code) return Refusal.Immutable("code");
        return body.ParentId is { } parent && parent != row.Parent?.ToString() ? Refusal.Immutable("parent_id") : null;
    }

    private static OrganisationRow Row(NewOrganisation body, Work work, Guid parent)
    {
        var id = body.Id ?? work.NewId();
        return new OrganisationRow
        {
            Tenant = work.Caller.Tenant, Id = id, Parent = parent, Type = Words.Of(body.Type!.Value),
            Code = body.Code ?? Replies.CodeOf(id), Name = body.Name!, Description = body.Description, CreatedAt = work.Now,
        };
    }

    private static FieldChecks Checks(NewOrganisation body)
    {
        var checks = new FieldChecks().Required("type", body.Type).Required("name", body.Name).Text("name", body.Name)
            .Text("description", body.Description, FieldChecks.TextCharsMax).Code("code", body.Code)
            .That(body.Id != Guid.Empty, "id", "is no id")
            .That(body.CurrencyCode is null || Currency.TryParse(body.CurrencyCode, out _), "currency_code",
                "is no ISO 4217 currency code, such as EUR")
            .Country("country", body.Country)
            .That(body.TimeZone is null || Zones.Has(body.TimeZone), "time_zone", "is no IANA time zone, such as Europe/Nicosia");
        if (body.Type == OrganisationType.Business)
            checks.Required("currency_code", body.CurrencyCode).Required("country", body.Country)
                .Required("time_zone", body.TimeZone);
        else if (body.Type is { } type && !NetworkRules.KeepsBooks(type))
            checks.That(body is { CurrencyCode: null, Country: null, TimeZone: null }, "currency_code",
                "and country and time_zone are those of the business: leave them out");
        return checks;
    }
}
