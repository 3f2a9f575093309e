using System.Text.Json;
using CrmEdge.Contracts.Devices;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>
/// Makes devices what the cloud wants them to be: kept with the record that says so, then the device is told and, unless it is
/// enabled, disconnected. What is as old as what is held, or older, changes nothing.
/// </summary>
internal sealed partial class DeviceWishes(
    DeviceBook book, DeviceListener listener, TimeProvider time, ILogger<DeviceWishes> logger)
{
    private static readonly TimeSpan TellMost = TimeSpan.FromSeconds(2);

    /// <summary>Applies the rows that are new.</summary>
    public async Task ApplyAsync(IEnumerable<Device> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            if (DeviceRecords.Read(row) is not { } wished)
            {
                Log.NotUnderstood(logger, row.DeviceId);
                continue;
            }
            if (await book.WishAsync(wished, ct) is not { } device) continue;
            Log.Applied(logger, device.Id, device.State, device.Version);
            await TellAsync(device, ct);
        }
    }

    private async Task TellAsync(HubDevice device, CancellationToken ct)
    {
        if (listener.Mqtt is not { } mqtt) return;
        var sessions = mqtt.Sessions.Where(s => s.Device.Name == device.Id).ToList();
        var message = new MqttMessage(DeviceTopics.State(device.Id), JsonSerializer.SerializeToUtf8Bytes(new
        {
            state = JsonNamingPolicy.SnakeCaseLower.ConvertName(device.State.ToString()), version = device.Version,
        }));
        await Task.WhenAll(sessions.Select(session => TellAsync(session, message, ct)));
        if (device.State != HubDeviceState.Enabled)
            mqtt.Disconnect(device.Id, MqttReasonCode.AdministrativeAction, ConnectedDevice.SuspendedText);
    }

    private async Task TellAsync(MqttSession session, MqttMessage message, CancellationToken ct)
    {
        try
        {
            await session.DeliverAsync(message, ct).WaitAsync(TellMost, time, ct);
        }
        catch (TimeoutException)
        {
            Log.NotHeard(logger, session.Device.Name);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2320, LogLevel.Information, "Device {Device} is {State} (version {Version})")]
        public static partial void Applied(ILogger logger, string device, HubDeviceState state, long version);

        [LoggerMessage(2321, LogLevel.Information, "Device {Device} did not acknowledge its new state in time")]
        public static partial void NotHeard(ILogger logger, string device);

        [LoggerMessage(
            2322, LogLevel.Warning, "The cloud's row of device {Device} is not understood and left alone: update the agent")]
        public static partial void NotUnderstood(ILogger logger, string device);
    }
}
