using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// Says whose books an operation changes, and with that which single writer decides it: all of a business lies in one
/// partition, the platform's wallet homes are spread by wallet.
/// </summary>
public readonly record struct PartitionKey
{
    private readonly Guid _shard;
    private readonly int? _number;

    private PartitionKey(Guid tenant, Guid shard, int? number) => (Tenant, _shard, _number) = (tenant, shard, number);

    /// <summary>The tenant that every account and record of the operation belongs to.</summary>
    public Guid Tenant { get; }

    /// <summary>The partition of a business.</summary>
    public static PartitionKey Business(Guid tenant) => new(tenant, tenant, null);

    /// <summary>The partition of one wallet's home under the platform's tenant.</summary>
    public static PartitionKey Home(Guid platformTenant, Guid wallet) => new(platformTenant, wallet, null);

    /// <summary>A partition by its number, for work that found its rows there.</summary>
    public static PartitionKey Numbered(Guid tenant, int partition) => new(tenant, default, partition);

    /// <summary>Its number among <paramref name="partitions"/>, from 0; the same on every machine and version.</summary>
    public int NumberAmong(int partitions)
    {
        Invariant.Holds(partitions > 0);
        Invariant.Holds(_number is null || _number < partitions);
        return _number ?? (int)(Fnv1A(_shard) % (ulong)partitions);
    }

    // FNV-1a, 64 bits: stored rows depend on it, so it may never change.
    private static ulong Fnv1A(Guid shard)
    {
        Span<byte> bytes = stackalloc byte[16];
        shard.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in bytes) hash = unchecked((hash ^ b) * 1_099_511_628_211UL);
        return hash;
    }
}
