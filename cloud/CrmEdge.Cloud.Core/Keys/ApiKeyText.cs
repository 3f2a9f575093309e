using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CrmEdge.Cloud.Core.Organisations;

namespace CrmEdge.Cloud.Core.Keys;

/// <summary>Where a key may be shown.</summary>
public enum KeyKind
{
    /// <summary>Names an app or a page; gives no access to the back office.</summary>
    Public = 1,

    /// <summary>Kept on a server.</summary>
    Secret = 2,
}

/// <summary>What a key may do; each role may do all that the ones before it may.</summary>
public enum KeyRole
{
    /// <summary>Look.</summary>
    Read = 1,

    /// <summary>Create and change.</summary>
    Operate = 2,

    /// <summary>What cannot be taken back: cancel, discard, close, issue keys.</summary>
    Approve = 3,
}

/// <summary>
/// The text of an API key: <c>sk_live_</c>, <c>sk_test_</c>, <c>pk_live_</c> or <c>pk_test_</c>, then 64 characters of
/// base64url over the tenant's id (16 bytes) and 32 random bytes. Only its hash is kept.
/// </summary>
public static class ApiKeyText
{
    /// <summary>Random bytes of a key.</summary>
    public const int SecretBytes = 32;

    private const int BodyChars = 64;
    private const int TenantBytes = 16;

    /// <summary>A new key's text.</summary>
    /// <param name="kind">Public or secret.</param>
    /// <param name="mode">The mode of <paramref name="tenant"/>.</param>
    /// <param name="tenant">Whose key it is.</param>
    /// <param name="secret">32 random bytes.</param>
    public static string Compose(KeyKind kind, TenantMode mode, Guid tenant, ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretBytes);
        Span<byte> body = stackalloc byte[TenantBytes + SecretBytes];
        tenant.TryWriteBytes(body, bigEndian: true, out _);
        secret.CopyTo(body[TenantBytes..]);
        return Prefix(kind, mode) + Base64Url.EncodeToString(body);
    }

    /// <summary>The tenant a text names; false where it cannot be a key. Says nothing about whether the key exists.</summary>
    public static bool TryReadTenant(string? text, out Guid tenant)
    {
        tenant = default;
        if (text is null || text.Length < BodyChars + 8) return false;
        var known = Kinds.Any(kind => Modes.Any(mode => text.StartsWith(Prefix(kind, mode), StringComparison.Ordinal)));
        var body = text.AsSpan(8);
        Span<byte> bytes = stackalloc byte[TenantBytes + SecretBytes];
        if (!known || body.Length != BodyChars || !Base64Url.TryDecodeFromChars(body, bytes, out var written)) return false;
        tenant = new Guid(bytes[..TenantBytes], bigEndian: true);
        return written == bytes.Length;
    }

    /// <summary>What is kept of a key: SHA-256 of its text. 256 random bits need no slow hash.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private static readonly KeyKind[] Kinds = Enum.GetValues<KeyKind>();
    private static readonly TenantMode[] Modes = Enum.GetValues<TenantMode>();

    private static string Prefix(KeyKind kind, TenantMode mode) =>
        (kind == KeyKind.Secret ? "sk_" : "pk_") + (mode == TenantMode.Live ? "live_" : "test_");
}
