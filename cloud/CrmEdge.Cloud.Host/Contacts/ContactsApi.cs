using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>A business's contacts.</summary>
internal static class ContactsApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/contacts").WithTags("Contacts");
        group.MapPost("", CreateAsync).Requires(KeyRole.Operate).WithSummary("Create a contact, its account and its wallet");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).Lists(ContactList.Plain(), ContactList.Identifications)
            .WithSummary("List, search by name, or look up by exact identification");
        group.MapGet("/{id}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one by id or code");
        group.MapPut("/{id}", ChangeAsync).Requires(KeyRole.Operate).WithSummary("Change what is known of a contact");
    }

    public static IQueryable<ContactRow> ByIdOrCode(this IQueryable<ContactRow> rows, string idOrCode) =>
        Guid.TryParse(idOrCode, out var id) ? rows.Where(r => r.Id == id) : rows.Where(r => r.Code == idOrCode);

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        NewContact body, Caller caller, BackOffice backOffice, TenantKeys keys, WalletOpening wallets, CancellationToken ct)
    {
        var (checks, cims) = ContactChecks.Of(body);
        if (checks.Refusal is { } wrong) return wrong;
        var ring = await keys.OfAsync(caller.Tenant, ct);
        var (row, refusal) = await StoreAsync(body, cims, caller, backOffice, ring, ct);
        if (row is null) return refusal!;
        await wallets.OpenAsync(new ContactWithoutWallet(row.Tenant, row.Id, row.Currency), ct);
        return TypedResults.Created($"/backoffice/v2/contacts/{row.Id}", new IdReply(row.Id));
    }

    private static async Task<(ContactRow? Row, Refusal? Refusal)> StoreAsync(
        NewContact body, IReadOnlyList<GivenCim> cims, Caller caller, BackOffice backOffice, TenantKeyRing ring,
        CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var row = Row(body, work, ring);
        work.Db.Contacts.Add(row);
        // First the contact alone: an id or code that is taken is a better answer than its identifications being taken.
        if (await work.FlushAsync(ct) is { } taken) return (null, taken);
        var (_, held) = await new CimStore(work, ring).AddAsync(row.Id, cims, ct);
        if (held is not null) return (null, held);
        work.Audit("contact.create", "contact", row.Id);
        return await work.SaveAsync(ct) is { } no ? (null, no) : (row, null);
    }

    private static async Task<Results<Ok<Page<ContactReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, TenantKeys keys, CancellationToken ct)
    {
        var ring = await keys.OfAsync(caller.Tenant, ct);
        await using var work = await backOffice.OpenAsync(caller, ct);
        var spec = ContactList.For(work, new CimStore(work, ring), ring);
        var (query, refusal) = ListQuery<ContactRow>.Read(work.Db.Contacts.AsNoTracking(), spec, request.Query);
        if (query is null) return refusal!;
        var page = await query.PageAsync(row => row, ct);
        return TypedResults.Ok(new Page<ContactReply>(
            await new ContactReader(ring).ReadAsync(work.Db, page.Content, ct), page.Paging));
    }

    private static async Task<Results<Ok<ContactReply>, Refusal>> GetAsync(
        string id, Caller caller, BackOffice backOffice, TenantKeys keys, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Contacts.AsNoTracking().ByIdOrCode(id).FirstOrDefaultAsync(ct) is not { } row)
            return Refusal.NotFound("contact", id);
        var reader = new ContactReader(await keys.OfAsync(caller.Tenant, ct));
        return TypedResults.Ok((await reader.ReadAsync(work.Db, [row], ct))[0]);
    }

    private static async Task<Results<Ok<IdReply>, Refusal>> ChangeAsync(
        string id, ContactChange body, Caller caller, BackOffice backOffice, TenantKeys keys, CancellationToken ct)
    {
        if (ContactChecks.Of(body).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Contacts.ByIdOrCode(id).FirstOrDefaultAsync(ct) is not { } row) return Refusal.NotFound("contact", id);
        if (Fixed(body, row) is { } immutable) return immutable;
        Apply(body, row, new ContactReader(await keys.OfAsync(caller.Tenant, ct)), work.Now);
        if (Nameless(row) is { } nameless) return nameless;
        work.Audit("contact.change", "contact", row.Id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(row.Id));
    }

    private static ContactRow Row(NewContact body, Work work, TenantKeyRing ring)
    {
        var id = body.Id ?? work.NewId();
        var profile = new ContactProfile(body.Demographics, body.Addresses, body.CompanyProfile);
        return new ContactRow
        {
            Tenant = work.Caller.Tenant, Id = id, Code = body.Code ?? Replies.CodeOf(id), Type = Words.Of(body.Type!.Value),
            FirstName = Filled(body.FirstName), MiddleName = Filled(body.MiddleName), LastName = Filled(body.LastName),
            CompanyName = Filled(body.CompanyName), LanguageCode = Filled(body.LanguageCode)?.ToUpperInvariant(),
            CountryOfAgreement = body.CountryOfAgreement ?? work.Caller.Country, Currency = work.Caller.Currency.Code,
            SmsOptOut = body.SmsOptOut ?? false, EmailOptOut = body.EmailOptOut ?? false,
            CustomFields = ContactReader.FieldsToJson(body.CustomFields), Profile = new ContactReader(ring).Sealed(id, profile),
            CreatedAt = work.Now, UpdatedAt = work.Now,
        };
    }

    private static void Apply(ContactChange body, ContactRow row, ContactReader reader, DateTimeOffset now)
    {
        row.FirstName = Changed(body.FirstName, row.FirstName);
        row.MiddleName = Changed(body.MiddleName, row.MiddleName);
        row.LastName = Changed(body.LastName, row.LastName);
        row.CompanyName = Changed(body.CompanyName, row.CompanyName);
        row.LanguageCode = Changed(body.LanguageCode, row.LanguageCode)?.ToUpperInvariant();
        row.SmsOptOut = body.SmsOptOut ?? row.SmsOptOut;
        row.EmailOptOut = body.EmailOptOut ?? row.EmailOptOut;
        if (body.CustomFields is not null) row.CustomFields = ContactReader.FieldsToJson(body.CustomFields);
        if (body.Demographics is not null || body.Addresses is not null || body.CompanyProfile is not null)
        {
            var known = reader.ProfileOf(row);
            row.Profile = reader.Sealed(row.Id, new ContactProfile(
                body.Demographics ?? known.Demographics, body.Addresses ?? known.Addresses,
                body.CompanyProfile ?? known.CompanyProfile));
        }
        row.UpdatedAt = now;
    }

    private static Refusal? Fixed(ContactChange body, ContactRow row)
    {
        if (body.Type is { } type && Words.Of(type) != row.Type) return Refusal.Immutable("type");
        if (body.Code is { } code && code != row.Code) return Refusal.Immutable("code");
        return body.CountryOfAgreement is { } country && country != row.CountryOfAgreement
            ? Refusal.Immutable("country_of_agreement") : null;
    }

    private static Refusal? Nameless(ContactRow row) => row.Type == Words.Of(ContactType.Company)
        ? new FieldChecks().Required("company_name", row.CompanyName).Refusal
        : new FieldChecks().That(row.FirstName is not null || row.LastName is not null, "first_name",
            "or last_name is required").Refusal;

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string? Changed(string? given, string? known) => given is null ? known : Filled(given);
}
