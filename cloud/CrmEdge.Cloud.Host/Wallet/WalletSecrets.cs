using System.Security.Cryptography;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>The secrets that wallets' one-time codes follow from. Kept sealed; given out once, when they are made.</summary>
internal sealed class WalletSecrets(Databases databases, TenantKeys keys, RandomNumberGenerator random, TimeProvider time)
{
    private const int SecretBytes = 32;

    /// <summary>Makes a new secret; codes of an older one are good no more.</summary>
    public async Task<byte[]> MakeAsync(Guid platform, Guid wallet, CancellationToken ct)
    {
        var secret = new byte[SecretBytes];
        random.GetBytes(secret);
        var ring = await keys.OfAsync(platform, ct);
        await using var session = await TenantSession.OpenAsync(databases, platform, ct);
        await using var command = session.Command("""
            INSERT INTO wallet_secret (tenant, id, sealed, made_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, id) DO UPDATE SET sealed = excluded.sealed, made_at = excluded.made_at
            """).With(platform).With(wallet).With(ring.Seal(Context(wallet), secret)).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
        await session.CommitAsync(ct);
        return secret;
    }

    /// <summary>The secret; null where the wallet has none.</summary>
    public async Task<byte[]?> FindAsync(Guid platform, Guid wallet, CancellationToken ct)
    {
        var ring = await keys.OfAsync(platform, ct);
        await using var session = await TenantSession.OpenAsync(databases, platform, ct);
        await using var command = session.Command("SELECT sealed FROM wallet_secret WHERE tenant = $1 AND id = $2")
            .With(platform).With(wallet);
        return await command.ExecuteScalarAsync(ct) is byte[] sealedBytes ? ring.Open(Context(wallet), sealedBytes) : null;
    }

    private static string Context(Guid wallet) => $"wallet_secret/{wallet}";
}
