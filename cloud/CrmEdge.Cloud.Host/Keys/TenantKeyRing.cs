using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Keys;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>One tenant's own keys, opened. Immutable.</summary>
/// <param name="Cim">Live identification keys, the newest first: new hashes are made with it, look-ups try all.</param>
/// <param name="Data">Keys of stored secrets, the newest first.</param>
/// <param name="Random">Where nonces come from.</param>
internal sealed record TenantKeyRing(
    IReadOnlyList<CimKey> Cim, IReadOnlyList<SealingKey> Data, RandomNumberGenerator Random)
{
    /// <summary>
    /// Seals under the newest data key. The context names the place of the secret, such as <c>contact/{id}</c>.
    /// </summary>
    public byte[] Seal(string context, ReadOnlySpan<byte> secret)
    {
        Span<byte> nonce = stackalloc byte[Envelope.NonceBytes];
        Random.GetBytes(nonce);
        return Envelope.Seal(Data[0], context, secret, nonce);
    }

    /// <summary>Opens what <see cref="Seal"/> made for the same context.</summary>
    /// <exception cref="InvariantViolatedException">It was sealed elsewhere, or altered.</exception>
    public byte[] Open(string context, ReadOnlySpan<byte> sealedBytes)
    {
        var id = Envelope.KeyIdOf(sealedBytes);
        var key = Invariant.NotNull(Data.FirstOrDefault(k => k.Id == id), $"data key {id} of {context}");
        return Invariant.NotNull(Envelope.Open(key, context, sealedBytes), $"secret of {context}");
    }

    /// <summary>
    /// The hashes a stored value may have, the newest key's first; null where the value cannot be of that kind.
    /// </summary>
    public IReadOnlyList<CimHash>? Hashes(CimKind kind, string? raw)
    {
        if (CimValue.Normalise(kind, raw) is null) return null;
        return [.. Cim.Select(key => CimHash.Of(key, kind, raw)!.Value)];
    }
}
