using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Edge.Core.Pairing;

/// <summary>
/// A device's password: 256 random bits, shown once when it is paired and kept as SHA-256. A slow hash would add nothing to that
/// many bits.
/// </summary>
public static class DevicePassword
{
    /// <summary>Random bytes in a password.</summary>
    public const int Bytes = 32;

    /// <summary>The text of a password.</summary>
    /// <param name="random"><see cref="Bytes"/> unpredictable bytes.</param>
    public static string Of(ReadOnlySpan<byte> random) => Base64Url.EncodeToString(random);

    /// <summary>What is kept of a password, in lower-case hexadecimal.</summary>
    public static string HashOf(string password) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(password)));

    /// <summary>Whether a password is the one of a hash; takes as long for a near miss as for a far one.</summary>
    public static bool Matches(ReadOnlySpan<byte> password, string hash)
    {
        Span<byte> given = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(password, given);
        return CryptographicOperations.FixedTimeEquals(given, Convert.FromHexString(hash));
    }
}
