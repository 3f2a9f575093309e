using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>Tells who a key belongs to. Asks the database each time: a revoked key is dead at once, on every host.</summary>
internal sealed class ApiKeys(Databases databases)
{
    /// <summary>The caller, or null where the text is no live key.</summary>
    public async Task<Caller?> FindAsync(string? text, CancellationToken ct)
    {
        if (!ApiKeyText.TryReadTenant(text, out var tenant)) return null;
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command("""
            SELECT k.id, k.name, k.kind, k.role, k.organisation, t.mode, t.currency, t.country
            FROM api_key k JOIN tenant t USING (tenant)
            WHERE k.tenant = $1 AND k.hash = $2 AND k.revoked_at IS NULL
            """).With(tenant).With(ApiKeyText.Hash(text!));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return new Caller(
            tenant, Enum.Parse<TenantMode>(reader.GetString(5), ignoreCase: true), reader.GetGuid(4), reader.GetGuid(0),
            reader.GetString(1), Enum.Parse<KeyKind>(reader.GetString(2), ignoreCase: true),
            Enum.Parse<KeyRole>(reader.GetString(3), ignoreCase: true), Currency.Of(reader.GetString(6)), reader.GetString(7));
    }
}
