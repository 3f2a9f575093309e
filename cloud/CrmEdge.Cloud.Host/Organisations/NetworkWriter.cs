using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>What a new tenant counts in and where it is.</summary>
internal sealed record TenantSetting(Currency Currency, string Country, string Zone);

/// <summary>
/// Writes an organisation that keeps books wherever it has to be seen: in its own tenants and in those of every organisation
/// above it. One transaction; row-level security lets each row in only under the tenant it belongs to.
/// </summary>
internal sealed class NetworkWriter(TenantKeys keys)
{
    private const int DepthMax = 8;

    private static readonly TenantMode[] Modes = [TenantMode.Live, TenantMode.Test];

    /// <summary>Adds the organisation, its two tenants and their keys. The session ends up where it began.</summary>
    public async Task AddAsync(TenantSession session, OrganisationRow organisation, TenantSetting setting, CancellationToken ct)
    {
        var home = session.Tenant;
        foreach (var mode in Modes)
        {
            await session.EnterAsync(TenantIds.Of(organisation.Id, mode), ct);
            await AddTenantAsync(session, organisation, mode, setting, ct);
            await keys.CreateAsync(session, ct);
        }
        foreach (var tenant in await SeenByAsync(session, organisation.Id, organisation.Parent, ct))
        {
            await session.EnterAsync(tenant, ct);
            await AddRowAsync(session, organisation, ct);
        }
        await session.EnterAsync(home, ct);
    }

    /// <summary>Carries a changed name and description to every tenant that sees the organisation.</summary>
    public static async Task RenameAsync(TenantSession session, OrganisationRow organisation, CancellationToken ct)
    {
        var home = session.Tenant;
        foreach (var tenant in await SeenByAsync(session, organisation.Id, organisation.Parent, ct))
        {
            await session.EnterAsync(tenant, ct);
            await using var command = session.Command(
                    "UPDATE organisation SET name = $3, description = $4 WHERE tenant = $1 AND id = $2")
                .With(tenant).With(organisation.Id).With(organisation.Name).With(organisation.Description);
            await command.ExecuteNonQueryAsync(ct);
        }
        await session.EnterAsync(home, ct);
    }

    private static async Task<IReadOnlyList<Guid>> SeenByAsync(
        TenantSession session, Guid organisation, Guid? parent, CancellationToken ct)
    {
        var tenants = new List<Guid>();
        for (Guid? at = organisation; at is { } here; at = here == organisation ? parent : await ParentAsync(session, here, ct))
        {
            Invariant.Holds(tenants.Count < DepthMax * Modes.Length);
            tenants.AddRange(Modes.Select(mode => TenantIds.Of(here, mode)));
        }
        return tenants;
    }

    private static async Task<Guid?> ParentAsync(TenantSession session, Guid organisation, CancellationToken ct)
    {
        var tenant = TenantIds.Of(organisation, TenantMode.Live);
        await session.EnterAsync(tenant, ct);
        await using var command = session.Command("SELECT parent FROM organisation WHERE tenant = $1 AND id = $2")
            .With(tenant).With(organisation);
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    private static async Task AddTenantAsync(
        TenantSession session, OrganisationRow organisation, TenantMode mode, TenantSetting setting, CancellationToken ct)
    {
        await using var command = session.Command("""
            INSERT INTO tenant (tenant, organisation, mode, currency, country, zone, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """).With(session.Tenant).With(organisation.Id).With(mode == TenantMode.Live ? "live" : "test")
            .With(setting.Currency.Code).With(setting.Country).With(setting.Zone).With(organisation.CreatedAt);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task AddRowAsync(TenantSession session, OrganisationRow organisation, CancellationToken ct)
    {
        await using var command = session.Command("""
            INSERT INTO organisation (tenant, id, parent, type, code, name, description, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """).With(session.Tenant).With(organisation.Id).With(organisation.Parent).With(organisation.Type)
            .With(organisation.Code).With(organisation.Name).With(organisation.Description).With(organisation.CreatedAt);
        await command.ExecuteNonQueryAsync(ct);
    }
}
