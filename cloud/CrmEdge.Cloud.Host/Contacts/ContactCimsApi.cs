using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>A contact's identifications, and the way from one back to its contact.</summary>
internal static class ContactCimsApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/contacts").WithTags("Contacts");
        group.MapPost("/identify", IdentifyAsync).Requires(KeyRole.Read)
            .WithSummary("Find the contact that an identification names");
        group.MapPost("/{id}/cims", AddAsync).Requires(KeyRole.Operate).WithSummary("Give a contact one more identification");
        group.MapDelete("/{id}/cims/{cimId:guid}", RemoveAsync).Requires(KeyRole.Operate)
            .WithSummary("Take an identification away");
    }

    private static async Task<Results<Ok<ContactReply>, Refusal>> IdentifyAsync(
        NewCim body, Caller caller, BackOffice backOffice, ContactFinder finder, TenantKeys keys, CancellationToken ct)
    {
        var checks = new FieldChecks();
        var cim = GivenCim.Read(body.Type, body.Value?.Raw, body.CountryCode, body.PhoneType, "cim", checks);
        if (checks.Refusal is { } wrong) return wrong;
        if (await finder.ByCimAsync(caller.Tenant, GivenCim.KindOf(cim!.Type), cim.Raw, ct) is not { } found)
            return Refusal.NotFound("contact", Words.Of(cim.Type));
        await using var work = await backOffice.OpenAsync(caller, ct);
        var rows = await work.Db.Contacts.AsNoTracking().Where(c => c.Id == found.Id).ToListAsync(ct);
        return TypedResults.Ok((await new ContactReader(await keys.OfAsync(caller.Tenant, ct)).ReadAsync(work.Db, rows, ct))[0]);
    }

    private static async Task<Results<Created<IdReply>, Refusal>> AddAsync(
        string id, NewCim body, Caller caller, BackOffice backOffice, TenantKeys keys, CancellationToken ct)
    {
        var checks = new FieldChecks();
        var cim = GivenCim.Read(body.Type, body.Value?.Raw, body.CountryCode, body.PhoneType, "cim", checks);
        if (checks.Refusal is { } wrong) return wrong;
        var ring = await keys.OfAsync(caller.Tenant, ct);
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Contacts.ByIdOrCode(id).FirstOrDefaultAsync(ct) is not { } contact)
            return Refusal.NotFound("contact", id);
        var (ids, held) = await new CimStore(work, ring).AddAsync(contact.Id, [cim!], ct);
        if (held is not null) return held;
        contact.UpdatedAt = work.Now;
        work.Audit("contact.cim.add", "contact", contact.Id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/contacts/{contact.Id}/cims/{ids[0]}", new IdReply(ids[0]));
    }

    private static async Task<Results<NoContent, Refusal>> RemoveAsync(
        string id, Guid cimId, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.Contacts.ByIdOrCode(id).FirstOrDefaultAsync(ct) is not { } contact)
            return Refusal.NotFound("contact", id);
        if (await work.Db.ContactCims.FirstOrDefaultAsync(c => c.Id == cimId && c.Contact == contact.Id, ct) is not { } cim)
            return Refusal.NotFound("identification", cimId.ToString());
        work.Db.ContactCims.Remove(cim);
        contact.UpdatedAt = work.Now;
        work.Audit("contact.cim.remove", "contact", contact.Id);
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.NoContent();
    }
}
