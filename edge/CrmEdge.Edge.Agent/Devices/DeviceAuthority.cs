using System.Collections.Concurrent;
using System.Net;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>
/// Lets paired, enabled devices in: user name is the device's id, the password the one it was given when it was paired. Whoever
/// guesses is shut out, by address.
/// </summary>
internal sealed partial class DeviceAuthority(DeviceBook book, TimeProvider time, ILogger<DeviceAuthority> logger)
    : IMqttAuthority
{
    private const int AddressesMax = 10_000;

    private readonly long _started = time.GetTimestamp();
    private readonly ConcurrentDictionary<(string Device, string Address), WrongPasswords> _wrong = new();

    private TimeSpan Now => time.GetElapsedTime(_started);

    public ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken ct) => new(Admit(request));

    private MqttAdmission Admit(MqttConnectRequest request)
    {
        if (request is not { UserName: { Length: > 0 and <= 64 } name, Password: { } password })
            return MqttAdmission.Refuse(
                MqttReasonCode.BadUserNameOrPassword, "send the device id as user name and the password of its pairing");
        var key = (name, (request.Remote as IPEndPoint)?.Address.ToString() ?? "");
        if (_wrong.TryGetValue(key, out var before) && before.IsShutAt(Now))
            return MqttAdmission.Refuse(MqttReasonCode.ConnectionRateExceeded, "too many wrong passwords; wait some minutes");
        var device = book.Find(name);
        if (device?.PasswordHash is not { } hash || !DevicePassword.Matches(password.Span, hash)) return Wrong(key);
        _wrong.TryRemove(key, out _);
        if (!request.ClientIdAssigned && !request.ClientId.StartsWith(name, StringComparison.Ordinal))
            return MqttAdmission.Refuse(
                MqttReasonCode.ClientIdentifierNotValid, "use the device id, or a client id that begins with it");
        return device.State == HubDeviceState.Enabled
            ? MqttAdmission.Admit(new ConnectedDevice(book, name))
            : MqttAdmission.Refuse(MqttReasonCode.NotAuthorized, ConnectedDevice.SuspendedText);
    }

    private MqttAdmission Wrong((string Device, string Address) key)
    {
        // A full table forgets all: guessing then begins anew, and memory does not grow with the guesses.
        if (_wrong.Count >= AddressesMax) _wrong.Clear();
        var wrong = _wrong.AddOrUpdate(key, _ => default(WrongPasswords).Wrong(Now), (_, known) => known.Wrong(Now));
        if (wrong.Count == WrongPasswords.Free + 1) Log.Guessing(logger, key.Address);
        return MqttAdmission.Refuse(MqttReasonCode.BadUserNameOrPassword, "pair the device again to get a new password");
    }

    private static partial class Log
    {
        [LoggerMessage(2300, LogLevel.Warning, "Somebody at {Address} tries wrong passwords and is shut out for some time")]
        public static partial void Guessing(ILogger logger, string address);
    }
}
