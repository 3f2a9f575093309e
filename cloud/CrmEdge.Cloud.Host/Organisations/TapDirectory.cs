using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>Where a till stands.</summary>
/// <param name="Tap">Id of the acquiring point.</param>
/// <param name="Code">Its code, as the till sends it.</param>
/// <param name="Place">The merchant or venue it stands at, then what that belongs to, up to the business.</param>
internal sealed record TapPlace(Guid Tap, string Code, IReadOnlyList<TapPlace.Step> Place)
{
    internal readonly record struct Step(Guid Id, OrganisationType Type, string Code);

    public Guid Organisation => Place[0].Id;

    public Guid? Merchant => Place.Where(s => s.Type == OrganisationType.Merchant).Select(s => (Guid?)s.Id).FirstOrDefault();

    public Guid? Venue => Place.Where(s => s.Type == OrganisationType.Venue).Select(s => (Guid?)s.Id).FirstOrDefault();
}

/// <summary>
/// Finds a till's place by code within one tenant. Several businesses may use the same code (an acquirer's terminal number):
/// whose till it is follows from the caller, never from the code alone.
/// </summary>
internal sealed class TapDirectory(Databases databases)
{
    /// <summary>The place, or null where the tenant has no such code.</summary>
    public async Task<TapPlace?> FindAsync(Guid tenant, string code, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command("""
            WITH RECURSIVE place AS (
                SELECT t.id AS tap, o.id, o.type, o.code, o.parent, 0 AS depth
                FROM tap t JOIN organisation o ON o.tenant = t.tenant AND o.id = t.organisation
                WHERE t.tenant = $1 AND t.code = $2
                UNION ALL
                SELECT place.tap, o.id, o.type, o.code, o.parent, place.depth + 1
                FROM place JOIN organisation o ON o.tenant = $1 AND o.id = place.parent
                WHERE place.type <> 'BUSINESS' AND place.depth < 16
            )
            SELECT tap, id, type, code FROM place ORDER BY depth
            """).With(tenant).With(code);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (tap, steps) = (Guid.Empty, new List<TapPlace.Step>());
        while (await reader.ReadAsync(ct))
        {
            tap = reader.GetGuid(0);
            steps.Add(new TapPlace.Step(reader.GetGuid(1), Words.To<OrganisationType>(reader.GetString(2)), reader.GetString(3)));
        }
        return steps.Count == 0 ? null : new TapPlace(tap, code, steps);
    }
}
