using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Kinds of purchase, by name: one that is not known yet is made.</summary>
internal sealed class Classifications(Databases databases)
{
    public async Task<Guid> EnsureAsync(Guid tenant, string name, CancellationToken ct)
    {
        var id = NamedId.Of(tenant, $"classification:{name}");
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command("""
            INSERT INTO purchase_classification (tenant, id, name) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
            """).With(tenant).With(id).With(name);
        await command.ExecuteNonQueryAsync(ct);
        await session.CommitAsync(ct);
        return id;
    }
}
