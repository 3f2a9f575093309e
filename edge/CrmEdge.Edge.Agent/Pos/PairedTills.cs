using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Tells which TAP a till on the network speaks for, by what it was paired with.</summary>
internal sealed class PairedTills(IOptions<PosOptions> options)
{
    /// <summary>True where there is a till that could speak to a listener.</summary>
    public bool Any => options.Value.Tills.Count > 0;

    /// <summary>The TAP of a paired secret; null where it is nobody's.</summary>
    public string? BySecret(string? secret)
    {
        if (string.IsNullOrEmpty(secret)) return null;
        return Find(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), till => till.SecretSha256);
    }

    /// <summary>The TAP of a client certificate; null where it is nobody's.</summary>
    public string? ByCertificate(X509Certificate2? certificate) =>
        certificate is null ? null : Find(SHA256.HashData(certificate.RawData), till => till.CertificateSha256);

    // Every till is compared, and in constant time, so that timing tells nothing of a secret.
    private string? Find(byte[] hash, Func<TillOptions, string?> paired)
    {
        string? found = null;
        foreach (var till in options.Value.Tills)
        {
            if (paired(till) is { } hex && CryptographicOperations.FixedTimeEquals(Convert.FromHexString(hex), hash)) found = till.Tap;
        }
        return found;
    }
}
