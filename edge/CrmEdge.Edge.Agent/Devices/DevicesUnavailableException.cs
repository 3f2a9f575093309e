namespace CrmEdge.Edge.Agent.Devices;

/// <summary>Nothing could be kept at the moment. Trying again is safe.</summary>
internal sealed class DevicesUnavailableException(string message) : Exception(message);
