using CrmEdge.Simulators.Devices;

namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>A meter in the field: whose it is, and what its pairing gave it.</summary>
internal sealed record Device(Guid Id, Customer Owner, Plan Plan, DeviceLogin Login);
