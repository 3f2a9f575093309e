using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Keys;

/// <summary>
/// Secrets at rest: AES-256-GCM (NIST SP 800-38D) as version (1 byte), key id (4, big endian), nonce (12), tag (16),
/// ciphertext. Key id and context are authenticated: a sealed value copied to another row or column does not open there.
/// </summary>
public static class Envelope
{
    /// <summary>Length of a nonce. Random nonces under one key are safe for 2^32 seals.</summary>
    public const int NonceBytes = 12;

    private const byte Version = 1;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + 4;
    private const int OverheadBytes = HeadBytes + NonceBytes + TagBytes;

    /// <summary>Seals a secret.</summary>
    /// <param name="key">The key.</param>
    /// <param name="context">What the secret is and whose, such as <c>contact_cim/{id}</c>; needed again to open it.</param>
    /// <param name="secret">What is to be sealed.</param>
    /// <param name="nonce">12 bytes that were never used with this key.</param>
    public static byte[] Seal(SealingKey key, string context, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> nonce)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(context);
        Invariant.Holds(key.Secret.Length == SealingKey.SecretBytes && nonce.Length == NonceBytes);
        var sealedBytes = new byte[OverheadBytes + secret.Length];
        sealedBytes[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(sealedBytes.AsSpan(1), key.Id);
        nonce.CopyTo(sealedBytes.AsSpan(HeadBytes));
        using var aes = new AesGcm(key.Secret.Span, TagBytes);
        aes.Encrypt(nonce, secret, sealedBytes.AsSpan(OverheadBytes),
            sealedBytes.AsSpan(HeadBytes + NonceBytes, TagBytes), Bound(sealedBytes, context));
        return sealedBytes;
    }

    /// <summary>The id of the key that made it, or null where the bytes are no envelope.</summary>
    public static int? KeyIdOf(ReadOnlySpan<byte> sealedBytes) =>
        sealedBytes.Length >= OverheadBytes && sealedBytes[0] == Version
            ? BinaryPrimitives.ReadInt32BigEndian(sealedBytes[1..])
            : null;

    /// <summary>The secret; null where key, context or bytes are not those it was sealed with.</summary>
    public static byte[]? Open(SealingKey key, string context, ReadOnlySpan<byte> sealedBytes)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(context);
        if (KeyIdOf(sealedBytes) != key.Id) return null;
        var secret = new byte[sealedBytes.Length - OverheadBytes];
        using var aes = new AesGcm(key.Secret.Span, TagBytes);
        try
        {
            aes.Decrypt(sealedBytes.Slice(HeadBytes, NonceBytes), sealedBytes[OverheadBytes..],
                sealedBytes.Slice(HeadBytes + NonceBytes, TagBytes), secret, Bound(sealedBytes, context));
            return secret;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static byte[] Bound(ReadOnlySpan<byte> sealedBytes, string context) =>
        [.. sealedBytes[..HeadBytes], .. Encoding.UTF8.GetBytes(context)];
}
