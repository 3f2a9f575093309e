namespace CrmEdge.Cloud.Core.Keys;

/// <summary>A named key that secrets are sealed under. A sealed secret says which key made it.</summary>
/// <param name="Id">Number of the key within its ring, from 1.</param>
/// <param name="Secret">32 random bytes.</param>
public sealed record SealingKey(int Id, ReadOnlyMemory<byte> Secret)
{
    /// <summary>Length of <see cref="Secret"/>: AES-256.</summary>
    public const int SecretBytes = 32;
}
