using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>
/// Ends the pairing of a device with its hub. It stays sold and can be paired again; what it reported before is still rated.
/// </summary>
/// <param name="tenant">The business.</param>
/// <param name="device">The device.</param>
/// <param name="edge">The hub that asks; null where the back office does, whichever the hub.</param>
public sealed class UnpairDevice(Guid tenant, Guid device, Guid? edge) : IOperation<PairCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<DeviceBinding>(device);
    }

    /// <inheritdoc/>
    public Verdict<PairCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<DeviceBinding>(device) is not { } binding) return Refuse(PairCode.DeviceNotSold);
        if (binding.Edge is null) return Verdict.Keep(PairCode.Ok);
        if (edge is not null && binding.Edge != edge) return Refuse(PairCode.NotPairedHere);
        books.Put(binding with { Edge = null, Provision = binding.Provision.Want(DesiredState.Removed, "unpaired", now) });
        return Verdict.Keep(PairCode.Ok);
    }

    private static Verdict<PairCode> Refuse(PairCode code) => Verdict.Refuse(WireName.Of(code), code);
}
