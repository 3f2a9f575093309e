using System.Globalization;
using System.Text;
using CrmEdge.Contracts.Devices;
using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Hosting.Tracing;
using CrmEdge.Kernel.Privacy;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>What the hub journals of its devices.</summary>
internal static class DeviceRecords
{
    private const int Version = 1;
    private const int UnreadableBytesMax = 4 * 1024;

    /// <summary>A reading; the same device, boot and number is the same reading.</summary>
    public static JournalRecord Usage(string device, DeviceReading reading, DateTimeOffset now)
    {
        var quantity = reading.Quantity.ToString(CultureInfo.InvariantCulture);
        var content =
            string.Create(
                CultureInfo.InvariantCulture, $"{reading.Meter}\n{reading.Quantity / 1.000000000000m}\n{reading.MeasuredAt:O}");
        var message = new UsageReading
        {
            DeviceId = device, Boot = reading.Boot, Seq = (ulong)reading.Seq, Meter = reading.Meter, Quantity = quantity,
            MeasuredAt = Timestamp.FromDateTimeOffset(reading.MeasuredAt ?? now),
        };
        var key = string.Create(CultureInfo.InvariantCulture, $"usage:{device}:{reading.Boot:x16}:{reading.Seq}");
        return new JournalRecord(
            Lane.Money, (int)RecordType.Usage, Version, message.ToByteArray(),
            RecordKey.Of(key, Encoding.UTF8.GetBytes(content)), TraceContext.Current);
    }

    /// <summary>A payload that had to be taken and holds no reading: kept for a person, once however often it is sent.</summary>
    public static JournalRecord Unreadable(string device, ReadOnlySpan<byte> payload, string code)
    {
        var text = Scrubber.Scrub(Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, UnreadableBytesMax)]));
        var message = new UsageReading { DeviceId = device, Unreadable = text, UnreadableCode = code };
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(payload).AsSpan(0, 16));
        return new JournalRecord(
            Lane.Money, (int)RecordType.Usage, Version, message.ToByteArray(),
            RecordKey.Of($"unreadable:{device}:{digest}", payload), TraceContext.Current);
    }

    /// <summary>That a wish took effect.</summary>
    public static JournalRecord Applied(HubDevice device, DateTimeOffset now) => new(
        Lane.Identity, (int)RecordType.DeviceApplied, Version, new DeviceApplied
        {
            DeviceId = device.Id, Version = (ulong)device.Version, State = StateOf(device.State), AppliedAt =
                Timestamp.FromDateTimeOffset(now),
        }.ToByteArray());

    /// <summary>A row of the cloud's device list; null where it is none that this agent understands.</summary>
    public static HubDevice? Read(Device row)
    {
        HubDeviceState? state = row.State switch
        {
            DeviceState.Enabled => HubDeviceState.Enabled,
            DeviceState.Suspended => HubDeviceState.Suspended,
            DeviceState.Removed => HubDeviceState.Removed,
            _ => null,
        };
        return state is { } known && Guid.TryParse(row.DeviceId, out var id) && row.Version <= long.MaxValue
            ? new HubDevice(id.ToString(), row.SerialNumber, known, (long)row.Version, null)
            : null;
    }

    private static DeviceState StateOf(HubDeviceState state) => state switch
    {
        HubDeviceState.Enabled => DeviceState.Enabled,
        HubDeviceState.Suspended => DeviceState.Suspended,
        _ => DeviceState.Removed,
    };
}
