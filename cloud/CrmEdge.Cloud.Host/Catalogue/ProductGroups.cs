using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Catalogue;

/// <summary>Types, families, brands and categories: named by products, made when first named.</summary>
internal static class ProductGroups
{
    /// <summary>The id of a group; the same for the same name, whoever comes first.</summary>
    public static Guid IdOf(Guid tenant, GroupKind kind, string name) =>
        NamedId.Of(tenant, $"product_group:{Words.Of(kind)}:{name}");

    /// <summary>Makes those that are missing.</summary>
    public static async Task EnsureAsync(
        TenantSession session, IReadOnlyCollection<(GroupKind Kind, string Name)> groups, CancellationToken ct)
    {
        if (groups.Count == 0) return;
        // In one order for everybody, so that two requests never wait for each other.
        var sorted = groups.Distinct().OrderBy(g => g.Kind).ThenBy(g => g.Name, StringComparer.Ordinal).ToList();
        await using var command = session.Command("""
            INSERT INTO product_group (tenant, id, kind, name)
            SELECT $1, u.id, u.kind, u.name FROM unnest($2, $3, $4) WITH ORDINALITY u(id, kind, name, n) ORDER BY u.n
            ON CONFLICT DO NOTHING
            """).With(session.Tenant)
            .With(sorted.Select(g => IdOf(session.Tenant, g.Kind, g.Name)).ToArray())
            .With(sorted.Select(g => Words.Of(g.Kind)).ToArray())
            .With(sorted.Select(g => g.Name).ToArray());
        await command.ExecuteNonQueryAsync(ct);
    }
}
