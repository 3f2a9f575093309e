using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Kernel.Privacy;

/// <summary>
/// A one-time secret on its way from an edge to the cloud: AES-256-GCM (NIST SP 800-38D) as nonce (12 bytes), tag (16),
/// cipher text. It opens only beside the record or question it was sealed for.
/// </summary>
public static class SealedBox
{
    /// <summary>Bytes of the key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Bytes of the nonce. Random nonces under one key are safe for 2^32 boxes.</summary>
    public const int NonceBytes = 12;

    private const int TagBytes = 16;
    private const int OverheadBytes = NonceBytes + TagBytes;
    private const char Separator = '\u001F';

    /// <summary>What ties a box to the record of a sale: its booking key.</summary>
    public static string ContextOf(string tap, string businessDate, string reference) =>
        string.Join(Separator, tap, businessDate, reference);

    /// <summary>Seals a secret.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="context">What the secret belongs to; needed again to open the box.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="nonce">12 bytes that were never used with this key.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, string context, string secret, ReadOnlySpan<byte> nonce)
    {
        Invariant.Holds(key.Length == KeyBytes && nonce.Length == NonceBytes);
        var plain = Encoding.UTF8.GetBytes(secret);
        var box = new byte[OverheadBytes + plain.Length];
        nonce.CopyTo(box);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, box.AsSpan(OverheadBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(context));
        return box;
    }

    /// <summary>The secret; null where key, context or box are not those it was sealed with.</summary>
    public static string? Open(ReadOnlySpan<byte> key, string context, ReadOnlySpan<byte> box)
    {
        Invariant.Holds(key.Length == KeyBytes);
        if (box.Length < OverheadBytes) return null;
        var plain = new byte[box.Length - OverheadBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(box[..NonceBytes], box[OverheadBytes..], box.Slice(NonceBytes, TagBytes), plain,
                Encoding.UTF8.GetBytes(context));
            return Encoding.UTF8.GetString(plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
