using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Provisioning;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Devices;

/// <summary>A device sold to a subscription, and where it is paired. The id is the device's; the owner is the contact.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">The device.</param>
/// <param name="Owner">The contact that pays for it.</param>
/// <param name="Subscription">The subscription whose usage services it meters.</param>
/// <param name="Currency">Of the subscription.</param>
/// <param name="Edge">The hub it is paired with; null while it waits for one.</param>
/// <param name="Provision">What it is to be on that hub.</param>
public sealed record DeviceBinding(
    Guid Tenant, Guid Id, Guid Owner, Guid Subscription, Currency Currency, Guid? Edge, Provision Provision) : IOwnedBy;

/// <summary>That a hub is or was one's own: what a device reported to it before it moved on is still rated.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">See <see cref="IdOf"/>.</param>
/// <param name="Device">The device.</param>
/// <param name="Edge">The hub.</param>
/// <param name="Since">When they were first paired.</param>
public sealed record DeviceHub(Guid Tenant, Guid Id, Guid Device, Guid Edge, DateTimeOffset Since) : IOwned
{
    /// <summary>The id of a device at a hub.</summary>
    public static Guid IdOf(Guid device, Guid edge) => NamedId.Of(device, $"hub:{edge:N}");
}
