using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>A hub says what it did with a device. Late and repeated reports do no harm.</summary>
/// <param name="tenant">The business.</param>
/// <param name="device">The device.</param>
/// <param name="edge">The hub that says so.</param>
/// <param name="version">The version of the wish it applied.</param>
/// <param name="state">What the device is now.</param>
public sealed class NoteApplied(Guid tenant, Guid device, Guid edge, long version, DesiredState state) : IOperation<PairCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<DeviceBinding>(device);
        reads.Find<DeviceHub>(DeviceHub.IdOf(device, edge));
    }

    /// <inheritdoc/>
    public Verdict<PairCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<DeviceBinding>(device) is not { } binding) return Refuse(PairCode.DeviceNotSold);
        if (books.Find<DeviceHub>(DeviceHub.IdOf(device, edge)) is null) return Refuse(PairCode.NotPairedHere);

        // A former hub may report late; only the one that has the device, or that let it go, speaks of its state.
        if (binding.Edge is { } other && other != edge) return Verdict.Keep(PairCode.Ok);
        var provision = binding.Provision.Reported(version, state, now);
        if (provision != binding.Provision) books.Put(binding with { Provision = provision });
        return Verdict.Keep(PairCode.Ok);
    }

    private static Verdict<PairCode> Refuse(PairCode code) => Verdict.Refuse(WireName.Of(code), code);
}
