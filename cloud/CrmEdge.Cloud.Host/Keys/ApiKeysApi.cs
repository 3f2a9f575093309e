using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>Issuing and revoking API keys. A key's text is in the answer that makes it and nowhere else.</summary>
internal static class ApiKeysApi
{
    private static readonly ListSpec<ApiKeyRow> List = new ListSpec<ApiKeyRow> { DefaultSort = "created_on", Id = row => row.Id }
        .Date("created_on", row => row.CreatedAt)
        .Sort("name", row => row.Name);

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/api_keys").WithTags("API keys");
        group.MapPost("", CreateAsync).Requires(KeyRole.Approve).WithSummary("Issue a key; its text is shown this once");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).Lists(List)
            .WithSummary("List the keys of this tenant, without their texts");
        group.MapPost("/{id:guid}/actions", ActAsync).Requires(KeyRole.Approve).WithSummary("Revoke a key, at once and for good");
    }

    internal enum KeyAction
    {
        Revoke,
    }

    /// <summary>Without an organisation the key is for the caller's own.</summary>
    internal sealed record NewKey(string? OrganisationId, TenantMode? Mode, KeyKind? Kind, KeyRole? Role, string? Name);

    internal sealed record IssuedKey(Guid Id, string Key);

    internal sealed record KeyStep(KeyAction? Action);

    internal sealed record KeyReply(
        Guid Id, string Name, KeyKind Kind, KeyRole Role, Guid OrganisationId, long CreatedOn, long? RevokedOn)
    {
        public static KeyReply Of(ApiKeyRow row) => new(
            row.Id, row.Name, Words.To<KeyKind>(row.Kind.ToUpperInvariant()), Words.To<KeyRole>(row.Role.ToUpperInvariant()),
            row.Organisation, row.CreatedAt.Epoch(), row.RevokedAt?.Epoch());
    }

    private static async Task<Results<Created<IssuedKey>, Refusal>> CreateAsync(
        NewKey body, Caller caller, BackOffice backOffice, RandomNumberGenerator random, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("name", body.Name).Text("name", body.Name)
            .Required("kind", body.Kind).Required("role", body.Role);
        if (checks.Refusal is { } wrong) return wrong;
        var mode = body.Mode ?? caller.Mode;
        if (mode == TenantMode.Live && caller.Mode == TenantMode.Test) return OrganisationCodes.LiveKeyNeeded();
        await using var work = await backOffice.OpenAsync(caller, ct);
        var wanted = body.OrganisationId ?? caller.Organisation.ToString();
        if (await work.Db.Organisations.AsNoTracking().ByIdOrCode(wanted).FirstOrDefaultAsync(ct) is not { } organisation)
            return Refusal.NotFound("organisation", wanted);
        var type = Words.To<OrganisationType>(organisation.Type);
        if (!NetworkRules.KeepsBooks(type)) return OrganisationCodes.NoKeysHere(type);
        var (id, tenant) = (work.NewId(), TenantIds.Of(organisation.Id, mode));
        var text = ApiKeyText.Compose(body.Kind!.Value, mode, tenant, Secret(random));
        await InsertAsync(work, tenant, id, organisation.Id, text, body, ct);
        work.Audit("api_key.create", "api_key", id);
        return await work.SaveAsync(ct) is { } no ? no
            : TypedResults.Created($"/backoffice/v2/api_keys/{id}", new IssuedKey(id, text));
    }

    // The key's tenant is another one than the caller's when a first key is made for an organisation below.
    private static async Task InsertAsync(
        Work work, Guid tenant, Guid id, Guid organisation, string text, NewKey body, CancellationToken ct)
    {
        await work.Session.EnterAsync(tenant, ct);
        await using (var command = work.Session.Command("""
            INSERT INTO api_key (tenant, id, organisation, hash, kind, role, name, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """).With(tenant).With(id).With(organisation).With(ApiKeyText.Hash(text))
            .With(body.Kind!.Value.ToString().ToLowerInvariant()).With(body.Role!.Value.ToString().ToLowerInvariant())
            .With(body.Name!).With(work.Now)) await command.ExecuteNonQueryAsync(ct);
        await work.Session.EnterAsync(work.Caller.Tenant, ct);
    }

    private static async Task<Results<Ok<Page<KeyReply>>, Refusal>> ListAsync(
        HttpRequest request, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        var (query, refusal) = ListQuery<ApiKeyRow>.Read(work.Db.ApiKeys.AsNoTracking(), List, request.Query);
        return query is null ? refusal! : TypedResults.Ok(await query.PageAsync(KeyReply.Of, ct));
    }

    private static async Task<Results<Ok<IdReply>, Refusal>> ActAsync(
        Guid id, KeyStep body, Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        if (new FieldChecks().Required("action", body.Action).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await work.Db.ApiKeys.FirstOrDefaultAsync(k => k.Id == id, ct) is not { } row)
            return Refusal.NotFound("API key", id.ToString());
        if (row.RevokedAt is null)
        {
            row.RevokedAt = work.Now;
            work.Audit("api_key.revoke", "api_key", id);
        }
        return await work.SaveAsync(ct) is { } no ? no : TypedResults.Ok(new IdReply(id));
    }

    private static byte[] Secret(RandomNumberGenerator random)
    {
        var secret = new byte[ApiKeyText.SecretBytes];
        random.GetBytes(secret);
        return secret;
    }
}
