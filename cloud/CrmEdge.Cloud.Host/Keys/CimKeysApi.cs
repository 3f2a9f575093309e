using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>
/// The keys that identification values are hashed under. After a rotation the old key stays live: each value is hashed again
/// when it is next presented; once few are left the old key can be retired.
/// </summary>
internal static class CimKeysApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/cim_keys").WithTags("API keys");
        group.MapGet("", ListAsync).Requires(KeyRole.Read)
            .WithSummary("List identification keys and how many values each still hashes");
        group.MapPost("", RotateAsync).Requires(KeyRole.Approve).WithSummary("Start a new identification key");
        group.MapPost("/{id:int}/actions", ActAsync).Requires(KeyRole.Approve)
            .WithSummary("Retire a key that hashes nothing any more");
    }

    internal enum CimKeyAction
    {
        Retire,
    }

    internal sealed record CimKeyStep(CimKeyAction? Action);

    internal sealed record CimKeyReply(int Id, long CreatedOn, long? RetiredOn, int Values);

    internal sealed record CimKeyId(int Id);

    private static async Task<Ok<CimKeyReply[]>> ListAsync(Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var counts = await work.Db.ContactCims.GroupBy(c => c.KeyId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var keys = await CimKeys(work).AsNoTracking().OrderBy(k => k.Id).ToListAsync(ct);
        return TypedResults.Ok(keys
            .Select(k => new CimKeyReply(k.Id, k.CreatedAt.Epoch(), k.RetiredAt?.Epoch(),
                counts.GetValueOrDefault(k.Id))).ToArray());
    }

    private static async Task<Results<Created<CimKeyId>, Refusal>> RotateAsync(
        Caller caller, BackOffice backOffice, TenantKeys keys, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var id = await keys.RotateAsync(work.Session, KeyPurpose.Cim, ct);
        work.Audit("cim_key.rotate", "cim_key", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        keys.Forget(caller.Tenant);
        return TypedResults.Created($"/backoffice/v2/cim_keys/{id}", new CimKeyId(id));
    }

    private static async Task<Results<Ok<CimKeyId>, Refusal>> ActAsync(
        int id, CimKeyStep body, Caller caller, BackOffice backOffice, TenantKeys keys, CancellationToken ct)
    {
        if (new FieldChecks().Required("action", body.Action).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await CimKeys(work).FirstOrDefaultAsync(k => k.Id == id, ct) is not { } key)
            return Refusal.NotFound("identification key", $"{id}");
        // Whoever is writing a value under this key finishes first, and nobody starts after.
        await using (var hold = work.Session.Command(
            "SELECT 1 FROM tenant_key WHERE tenant = $1 AND purpose = 'cim' AND id = $2 FOR UPDATE").With(caller.Tenant).With(id))
            await hold.ExecuteNonQueryAsync(ct);
        var isNewest = !await CimKeys(work).AnyAsync(k => k.Id > id, ct);
        var left = await work.Db.ContactCims.CountAsync(c => c.KeyId == id, ct);
        if (isNewest || left > 0)
        {
            return Refusal.Of("CRM.EXCEPTIONS.CIMKEYINUSEEXCEPTION", isNewest
                ? "This is the newest key. Start another one first."
                : "Values hashed under this key would never be found again. Wait until they have been presented, or remove " +
                  "them from their contacts.", "values", $"{left}");
        }
        key.RetiredAt ??= work.Now;
        work.Audit("cim_key.retire", "cim_key", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        keys.Forget(caller.Tenant);
        return TypedResults.Ok(new CimKeyId(id));
    }

    private static IQueryable<TenantKeyRow> CimKeys(Work work) =>
        work.Db.TenantKeys.Where(k => k.Purpose == "cim");
}
