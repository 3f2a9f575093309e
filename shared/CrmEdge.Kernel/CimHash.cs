using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Kernel;

/// <summary>A named key that identification values are hashed under. Keys rotate; a hash says which one made it.</summary>
/// <param name="Id">Number of the key within its business, from 1.</param>
/// <param name="Secret">At least 32 random bytes.</param>
public sealed record CimKey(int Id, ReadOnlyMemory<byte> Secret);

/// <summary>
/// A contact identification value as the system keeps it: HMAC-SHA-256 under a named key. The value itself is never stored.
/// </summary>
/// <param name="KeyId">The key that made it.</param>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct CimHash(int KeyId, string Hex)
{
    private const int SecretBytesMin = 32;

    /// <summary>
    /// Hashes a raw value. The kind is part of what is hashed: a loyalty id never collides with a card of the same digits.
    /// Null where the value cannot be of that kind.
    /// </summary>
    public static CimHash? Of(CimKey key, CimKind kind, string? raw)
    {
        ArgumentNullException.ThrowIfNull(key);
        Invariant.Holds(key.Secret.Length >= SecretBytesMin);
        return CimValue.Normalise(kind, raw) is { } normal
            ? new CimHash(key.Id, Hash(key, $"{(int)kind}:{normal}"))
            : null;
    }

    private static string Hash(CimKey key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Secret.Span, Encoding.UTF8.GetBytes(text)));
}
