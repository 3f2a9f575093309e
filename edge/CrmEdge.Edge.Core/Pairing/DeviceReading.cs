namespace CrmEdge.Edge.Core.Pairing;

/// <summary>A reading as a device sent it.</summary>
/// <param name="Boot">Random at each start of the device.</param>
/// <param name="Seq">From 1 within a start.</param>
/// <param name="Meter">The usage service's code.</param>
/// <param name="Quantity">Units since the reading before.</param>
/// <param name="MeasuredAt">The device's time; null where it has no clock.</param>
public sealed record DeviceReading(ulong Boot, long Seq, string Meter, decimal Quantity, DateTimeOffset? MeasuredAt);

/// <summary>Readings, or why there are none.</summary>
/// <param name="Readings">At least one, where <paramref name="Code"/> is null.</param>
/// <param name="Code">Names what is wrong.</param>
/// <param name="Reason">For a person: where it is wrong and what is expected.</param>
public sealed record DeviceReadings(IReadOnlyList<DeviceReading> Readings, string? Code, string Reason)
{
    internal static DeviceReadings Wrong(string code, string reason) => new([], code, reason);
}
