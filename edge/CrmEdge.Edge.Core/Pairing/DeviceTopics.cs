namespace CrmEdge.Edge.Core.Pairing;

/// <summary>Where a device publishes and listens: below its own name, nowhere else.</summary>
public static class DeviceTopics
{
    /// <summary>Readings of a device.</summary>
    public static string Usage(string device) => $"up/{device}/usage";

    /// <summary>What the device is to do: its state, as JSON.</summary>
    public static string State(string device) => $"down/{device}/state";

    /// <summary>Whether a device may publish to a topic name.</summary>
    public static bool MayPublish(string device, string topic) => topic == Usage(device);

    /// <summary>Whether a device may subscribe to a filter: below its own name, wildcards only after it.</summary>
    public static bool MaySubscribe(string device, string filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.StartsWith($"down/{device}/", StringComparison.Ordinal);
    }
}
