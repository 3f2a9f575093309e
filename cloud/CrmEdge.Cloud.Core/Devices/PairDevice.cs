using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>The answer to a pairing.</summary>
/// <param name="Code">Done, or why not.</param>
/// <param name="Binding">The device as it stands; null where it is not paired.</param>
public sealed record PairOutcome(PairCode Code, DeviceBinding? Binding);

/// <summary>
/// Pairs a device with a hub: by the subscription it is sold to, or by a pairing code that names one. A contact that owes more
/// than it may gets its device suspended at once. Repeating it gives the same answer.
/// </summary>
/// <param name="tenant">The business.</param>
/// <param name="edge">The hub.</param>
/// <param name="device">The device.</param>
/// <param name="contact">Who pays for it, as looked up by its binding or by the code.</param>
/// <param name="currency">Of the subscription.</param>
/// <param name="ticket">The id of the code's ticket; null without a code.</param>
/// <param name="at">The business's time.</param>
public sealed class PairDevice(
    Guid tenant, Guid edge, Guid device, Guid contact, Currency currency, Guid? ticket, DateTimeOffset at)
        : IOperation<PairOutcome>
{
    private readonly CreditStanding _standing = new(tenant, contact, currency);

    private Guid Hub => DeviceHub.IdOf(device, edge);

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        _standing.Reads(reads);
        reads.Find<DeviceBinding>(device);
        reads.Find<DeviceHub>(Hub);
        if (ticket is { } id) reads.Find<PairingTicket>(id);
    }

    /// <inheritdoc/>
    public Verdict<PairOutcome> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        var binding = books.Find<DeviceBinding>(device);
        var code = ticket is { } id ? books.Find<PairingTicket>(id) : null;
        var wrong = Check(binding, code);
        if (wrong != PairCode.Ok) return Verdict.Refuse(WireName.Of(wrong), new PairOutcome(wrong, binding));
        if (binding is { Edge: { } here, Provision.Desired: not DesiredState.Removed } && here == edge)
            return Verdict.Keep(new PairOutcome(PairCode.Ok, binding));
        if (code is { Device: null }) books.Put(code with { Device = device });
        binding ??= new DeviceBinding(tenant, device, code!.Contact, code.Subscription, code.Currency, null, Provision.None(now));
        var paired = binding with { Edge = edge, Provision = _standing.Admit(books, binding.Provision, now) };
        books.Put(paired);
        if (books.Find<DeviceHub>(Hub) is null) books.Put(new DeviceHub(tenant, Hub, device, edge, now));
        return Verdict.Keep(new PairOutcome(PairCode.Ok, paired));
    }

    private PairCode Check(DeviceBinding? binding, PairingTicket? code)
    {
        if (ticket is not null && code is null) return PairCode.CodeUnknown;
        if (code?.Device is { } used && used != device) return PairCode.CodeUsed;
        if (code is { Device: null } && code.ExpiresAt <= at) return PairCode.CodeExpired;
        if (binding is null && code is null) return PairCode.DeviceNotSold;
        if ((binding?.Owner ?? code!.Contact) != contact
            || (binding?.Currency ?? code!.Currency) != currency) return PairCode.Stale;
        if (binding is not null && code is not null && binding.Subscription != code.Subscription) return PairCode.SoldElsewhere;
        return binding?.Edge is { } other && other != edge ? PairCode.PairedElsewhere : PairCode.Ok;
    }
}
