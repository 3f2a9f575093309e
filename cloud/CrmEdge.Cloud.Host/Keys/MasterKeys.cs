using CrmEdge.Cloud.Core.Keys;

namespace CrmEdge.Cloud.Host.Keys;

/// <summary>The keys that all other secrets are sealed under, and the hashes of administrator keys to let in.</summary>
/// <param name="All">Every key that something may still be sealed under.</param>
/// <param name="Current">The key to seal under from now on.</param>
/// <param name="AdminKeyHashes">SHA-256 of administrator API keys, as hexadecimal digits.</param>
internal sealed record MasterKeys(IReadOnlyList<SealingKey> All, SealingKey Current, IReadOnlyList<string> AdminKeyHashes)
{
    public SealingKey? Find(int? id) => All.FirstOrDefault(k => k.Id == id);
}
