using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Kernel;

/// <summary>
/// Ids that follow from a name, so that the same thing gets the same id wherever it is worked out:
/// UUID version 8 (RFC 9562 §5.8) of the first 128 bits of SHA-256.
/// </summary>
public static class NamedId
{
    /// <summary>The id of <paramref name="name"/> within <paramref name="space"/>.</summary>
    public static Guid Of(Guid space, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var text = Encoding.UTF8.GetBytes(name);
        var input = new byte[16 + text.Length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input, 16);
        var hash = SHA256.HashData(input).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
