namespace CrmEdge.Simulators.Devices;

/// <summary>Many devices at once, each as slow or fast as its own connection.</summary>
public sealed class DeviceFleet
{
    private readonly IReadOnlyList<SimulatedDevice> _devices;

    /// <param name="options">What the fleet does.</param>
    /// <param name="log">Where it notes what it did.</param>
    /// <param name="time">The devices' clock.</param>
    public DeviceFleet(FleetOptions options, FleetLog log, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _devices =
            [.. options.Devices.Select((login, i) =>
                new SimulatedDevice(login, options, log, new Random(unchecked((options.Seed * 7_919) + i)), time))];
    }

    /// <summary>Sends all readings; ends when each is acknowledged or refused.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(_devices.Select(device => device.RunAsync(ct)));

    /// <summary>Each device sends its last acknowledged readings again.</summary>
    public Task ResendAsync(int readings, CancellationToken ct) =>
        Task.WhenAll(_devices.Select(device => device.ResendAsync(readings, ct)));
}
