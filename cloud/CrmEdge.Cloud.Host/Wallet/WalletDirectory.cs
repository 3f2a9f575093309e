using System.Security.Cryptography;
using System.Text;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>A wallet as one business sees it.</summary>
internal sealed record KnownWallet(Guid Id, string Code, Guid Contact, Currency Currency);

/// <summary>From codes and tokens to wallets. Only looks; whether a token is good is for its wallet's home to say.</summary>
internal sealed class WalletDirectory(Databases databases)
{
    /// <summary>The hash under which a token's text is kept.</summary>
    public static byte[] HashOf(string tokenText) => SHA256.HashData(Encoding.ASCII.GetBytes($"spend_token:{tokenText}"));

    public async Task<TenantMode> ModeOfAsync(Guid tenant, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command("SELECT mode FROM tenant WHERE tenant = $1").With(tenant);
        return await command.ExecuteScalarAsync(ct) is "live" ? TenantMode.Live : TenantMode.Test;
    }

    /// <summary>By id or code; null where no contact of the business has it.</summary>
    public Task<KnownWallet?> FindAsync(Guid tenant, string idOrCode, CancellationToken ct) =>
        Guid.TryParse(idOrCode, out var id) ? ByAsync(tenant, "wallet_id", id, ct) : ByAsync(tenant, "wallet_code", idOrCode, ct);

    /// <summary>The contact's wallet, by the contact's id or code.</summary>
    public Task<KnownWallet?> OfContactAsync(Guid tenant, string idOrCode, CancellationToken ct) =>
        Guid.TryParse(idOrCode, out var id) ? ByAsync(tenant, "id", id, ct) : ByAsync(tenant, "code", idOrCode, ct);

    /// <summary>The token of a text, and its wallet.</summary>
    public async Task<(Guid Token, Guid Wallet)?> FindTokenAsync(Guid platform, string text, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, platform, ct);
        await using var command = session.Command("""
            SELECT id, wallet FROM spend_token WHERE tenant = $1 AND scanned_hash = $2
            UNION ALL SELECT id, wallet FROM spend_token WHERE tenant = $1 AND keyed_hash = $2
            """).With(platform).With(HashOf(text));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetGuid(1)) : null;
    }

    private async Task<KnownWallet?> ByAsync<T>(Guid tenant, string column, T value, CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, tenant, ct);
        await using var command = session.Command($"""
            SELECT wallet_id, wallet_code, id, currency FROM contact
            WHERE tenant = $1 AND {column} = $2 AND wallet_id IS NOT NULL
            """).With(tenant).With(value);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new KnownWallet(reader.GetGuid(0), reader.GetString(1), reader.GetGuid(2), Currency.Of(reader.GetString(3)))
            : null;
    }
}
