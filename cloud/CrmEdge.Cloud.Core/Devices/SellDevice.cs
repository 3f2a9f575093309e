using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Core.Subscriptions;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>Gives a device to a subscription; it then waits for a hub. Repeating it changes nothing.</summary>
/// <param name="device">The device.</param>
/// <param name="subscription">The subscription, as it was read.</param>
public sealed class SellDevice(Guid device, Subscription subscription) : IOperation<PairCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(subscription.Tenant);

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
        var stored = books.Find<DeviceBinding>(device);
        if (stored?.Subscription == subscription.Id) return Verdict.Keep(PairCode.Ok);
        if (stored is { Edge: not null }) return Verdict.Refuse(WireName.Of(PairCode.SoldElsewhere), PairCode.SoldElsewhere);
        books.Put(new DeviceBinding(
            subscription.Tenant, device, subscription.Owner, subscription.Id, subscription.Currency, Edge: null,
            stored?.Provision ?? Provision.None(now)));
        return Verdict.Keep(PairCode.Ok);
    }
}
