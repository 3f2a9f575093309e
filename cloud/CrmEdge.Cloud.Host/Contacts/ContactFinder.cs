using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Host.Contacts;

/// <summary>Who was identified.</summary>
internal sealed record FoundContact(Guid Id, string Code, Currency Currency, Guid? Wallet);

/// <summary>
/// From an identification to its contact. A value found under an older key is hashed again under the newest, so that old keys
/// run dry.
/// </summary>
internal sealed class ContactFinder(Databases databases, TenantKeys keys)
{
    private const string Columns = "c.id, c.code, c.currency, c.wallet_id";

    /// <summary>By a raw value; null where nobody has it or it cannot be of that kind.</summary>
    public async Task<FoundContact?> ByCimAsync(Guid tenant, CimKind kind, string raw, CancellationToken ct)
    {
        var ring = await keys.OfAsync(tenant, ct);
        if (ring.Hashes(kind, raw) is not { } hashes) return null;
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        var found = await ByHashesAsync(session, kind, hashes, ct);
        if (found is { KeyId: var used } && used != hashes[0].KeyId)
        {
            await RehashAsync(session, kind, hashes.Single(h => h.KeyId == used), hashes[0], ct);
            await session.CommitAsync(ct);
        }
        return found?.Contact;
    }

    /// <summary>By a hash that an edge made under one of the tenant's keys.</summary>
    public async Task<FoundContact?> ByHashAsync(Guid tenant, CimKind kind, CimHash hash, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        return (await ByHashesAsync(session, kind, [hash], ct))?.Contact;
    }

    public Task<FoundContact?> ByIdAsync(Guid tenant, Guid id, CancellationToken ct) => ByAsync(tenant, "id", id, ct);

    public Task<FoundContact?> ByCodeAsync(Guid tenant, string code, CancellationToken ct) => ByAsync(tenant, "code", code, ct);

    private async Task<FoundContact?> ByAsync<T>(Guid tenant, string column, T value, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command($"SELECT {Columns} FROM contact c WHERE c.tenant = $1 AND c.{column} = $2")
            .With(tenant).With(value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Read(reader) : null;
    }

    private static async Task<(FoundContact Contact, int KeyId)?> ByHashesAsync(
        TenantSession session, CimKind kind, IReadOnlyList<CimHash> hashes, CancellationToken ct)
    {
        await using var command = session.Command($"""
            SELECT {Columns}, m.key_id FROM contact_cim m JOIN contact c ON c.tenant = m.tenant AND c.id = m.contact
            WHERE m.tenant = $1 AND m.hash = ANY($2) AND m.kind = $3
            """).With(session.Tenant).With(hashes.Select(h => Convert.FromHexString(h.Hex)).ToArray()).With(Word(kind));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (Read(reader), reader.GetInt32(4)) : null;
    }

    private static async Task RehashAsync(TenantSession session, CimKind kind, CimHash from, CimHash to, CancellationToken ct)
    {
        await using var command = session.Command("""
            UPDATE contact_cim SET key_id = $4, hash = $5 WHERE tenant = $1 AND kind = $2 AND hash = $3
            """).With(session.Tenant).With(Word(kind)).With(Convert.FromHexString(from.Hex))
            .With(to.KeyId).With(Convert.FromHexString(to.Hex));
        await command.ExecuteNonQueryAsync(ct);
    }

    private static FoundContact Read(Npgsql.NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), Currency.Of(reader.GetString(2)), reader.IsDBNull(3) ? null : reader.GetGuid(3));

    internal static string Word(CimKind kind) => kind == CimKind.Loyalty ? Words.Of(CimType.LoyaltyIdentifier) : Words.Of(kind);
}
