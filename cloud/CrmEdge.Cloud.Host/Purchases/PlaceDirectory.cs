using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Where a caller says that a purchase was made: exactly one of them, by id or code.</summary>
internal sealed record PlaceDraft(string? Organisation, string? Tap)
{
    public bool IsOne => (Organisation is null) != (Tap is null);
}

/// <summary>Where a purchase was made.</summary>
/// <param name="Tap">The till's code; for a purchase without till a name that no code can be.</param>
/// <param name="Path">The organisation, what it belongs to, and so on up.</param>
internal sealed record PurchasePlace(string Tap, IReadOnlyList<Guid> Path)
{
    public Guid Organisation => Path[0];
}

/// <summary>Finds places within one tenant.</summary>
internal sealed class PlaceDirectory(Databases databases)
{
    private const int DepthMax = 16;

    private const string Sql = """
        WITH RECURSIVE place AS (
            SELECT start.tap, o.id, o.parent, 0 AS depth
            FROM (
                SELECT t.code AS tap, t.organisation FROM tap t
                WHERE NOT $3 AND t.tenant = $1 AND (t.code = $2 OR t.id = $4)
                UNION ALL
                SELECT 'organisation ' || x.id, x.id FROM organisation x
                WHERE $3 AND x.tenant = $1 AND (x.code = $2 OR x.id = $4)
            ) start JOIN organisation o ON o.tenant = $1 AND o.id = start.organisation
            UNION ALL
            SELECT place.tap, o.id, o.parent, place.depth + 1
            FROM place JOIN organisation o ON o.tenant = $1 AND o.id = place.parent WHERE place.depth < $5
        )
        SELECT tap, id FROM place ORDER BY depth
        """;

    /// <summary>The place; null where the tenant has none of that id or code.</summary>
    public async Task<PurchasePlace?> FindAsync(Guid tenant, PlaceDraft draft, CancellationToken ct)
    {
        var wanted = draft.Tap ?? draft.Organisation!;
        var id = Guid.TryParse(wanted, out var parsed) ? parsed : Guid.Empty;
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command(Sql)
            .With(tenant).With(wanted).With(draft.Tap is null).With(id).With(DepthMax);
        await using var row = await command.ExecuteReaderAsync(ct);
        var (tap, path) = ("", new List<Guid>());
        while (await row.ReadAsync(ct))
        {
            tap = row.GetString(0);
            path.Add(row.GetGuid(1));
        }
        return path.Count == 0 ? null : new PurchasePlace(tap, path);
    }
}
