using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Catalogue;

/// <summary>What a ticket line says of its product.</summary>
internal sealed record TicketSku(string Sku, string Name, string? Type, string? Family, string? Brand, string? Category);

/// <summary>A product as a decision needs it, and the version it was read at.</summary>
internal sealed record KnownSku(Guid Id, string Sku, int Version, Guid? Type, Guid? Family, Guid? Brand, Guid? Category);

/// <summary>
/// Products by SKU for tickets. A till sells what the catalogue does not know yet: such a SKU is added with what the ticket
/// says of it, before the ticket is decided.
/// </summary>
internal sealed class SkuDirectory(Databases databases, TimeProvider time)
{
    /// <summary>All SKUs of a ticket, those that were missing now among them.</summary>
    public async Task<IReadOnlyDictionary<string, KnownSku>> EnsureAsync(
        Guid tenant, IReadOnlyList<TicketSku> lines, CancellationToken ct)
    {
        var wanted = lines.DistinctBy(l => l.Sku).OrderBy(l => l.Sku, StringComparer.Ordinal).ToList();
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        var known = await FindAsync(session, [.. wanted.Select(l => l.Sku)], ct);
        var missing = wanted.Where(l => !known.ContainsKey(l.Sku)).ToList();
        if (missing.Count == 0) return known;
        await AddAsync(session, missing, ct);
        known = await FindAsync(session, [.. wanted.Select(l => l.Sku)], ct);
        await session.CommitAsync(ct);
        return known;
    }

    private static async Task<Dictionary<string, KnownSku>> FindAsync(TenantSession session, string[] skus, CancellationToken ct)
    {
        await using var command = session.Command("""
            SELECT id, sku, version, type, family, brand, category FROM product WHERE tenant = $1 AND sku = ANY($2)
            """).With(session.Tenant).With(skus);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<string, KnownSku>(StringComparer.Ordinal);
        while (await reader.ReadAsync(ct))
        {
            found[reader.GetString(1)] = new KnownSku(
                reader.GetGuid(0), reader.GetString(1), reader.GetInt32(2), Optional(3), Optional(4), Optional(5), Optional(6));
        }
        return found;

        Guid? Optional(int column) => reader.IsDBNull(column) ? null : reader.GetGuid(column);
    }

    private async Task AddAsync(TenantSession session, IReadOnlyList<TicketSku> lines, CancellationToken ct)
    {
        (GroupKind Kind, Func<TicketSku, string?> Of)[] kinds =
            [(GroupKind.Type, l => l.Type), (GroupKind.Family, l => l.Family), (GroupKind.Brand, l => l.Brand),
                (GroupKind.Category, l => l.Category)];
        await ProductGroups.EnsureAsync(session,
            [.. kinds.SelectMany(k => lines.Where(l => !string.IsNullOrEmpty(k.Of(l))).Select(l => (k.Kind, k.Of(l)!)))], ct);
        Guid?[] Groups(int kind) =>
            [.. lines.Select(l => string.IsNullOrEmpty(kinds[kind].Of(l)) ? (Guid?)null
                : ProductGroups.IdOf(session.Tenant, kinds[kind].Kind, kinds[kind].Of(l)!))];
        await using var command = session.Command("""
            INSERT INTO product (tenant, id, sku, name, classification, composition, type, family, brand, category, version,
                created_at, updated_at)
            SELECT $1, u.id, u.sku, u.name, 'NON_TRACEABLE_PHYSICAL_GOOD', 'FLAT', u.type, u.family, u.brand, u.category, 1,
                $9, $9
            FROM unnest($2, $3, $4, $5, $6, $7, $8) u(id, sku, name, type, family, brand, category)
            ON CONFLICT (tenant, sku) DO NOTHING
            """).With(session.Tenant)
            .With(lines.Select(l => NamedId.Of(session.Tenant, $"product:{l.Sku}")).ToArray())
            .With(lines.Select(l => l.Sku).ToArray())
            .With(lines.Select(l => string.IsNullOrEmpty(l.Name) ? l.Sku : l.Name).ToArray())
            .With(Groups(0)).With(Groups(1)).With(Groups(2)).With(Groups(3)).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }
}
