using System.Collections.Concurrent;
using System.Text;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>
/// Every device's password is "secret-" and its name; it may use its name as client id, publish below up/NAME and subscribe below
/// down/NAME.
/// </summary>
internal sealed class TestDevices : IMqttAuthority
{
    public ConcurrentQueue<string> Events { get; } = new();

    /// <summary>When set, every question is answered by this exception.</summary>
    public Exception? Trouble { get; set; }

    public static string Password(string device) => $"secret-{device}";

    public ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken ct)
    {
        if (Trouble is { } trouble) throw trouble;
        if (request.UserName is not { } user || request.Password is not { } password)
            return new(MqttAdmission.Refuse(MqttReasonCode.NotAuthorized, "send a user name and a password"));
        if (Encoding.UTF8.GetString(password.Span) != Password(user))
            return new(MqttAdmission.Refuse(MqttReasonCode.BadUserNameOrPassword, "pair the device again"));
        return request.ClientIdAssigned || request.ClientId.StartsWith(user, StringComparison.Ordinal)
            || request.ClientId.StartsWith("shared", StringComparison.Ordinal)
            ? new(MqttAdmission.Admit(new Device(user, Events)))
            : new(MqttAdmission.Refuse(MqttReasonCode.ClientIdentifierNotValid, "use the device's name as client id"));
    }

    private sealed class Device(string name, ConcurrentQueue<string> events) : IMqttDevice
    {
        public string Name => name;

        public bool MayPublish(string topic) => topic.StartsWith($"up/{name}/", StringComparison.Ordinal);

        public bool MaySubscribe(string filter) =>
            filter.StartsWith($"down/{name}/", StringComparison.Ordinal) || filter.StartsWith("all/", StringComparison.Ordinal);

        public void Started(MqttSession session) => events.Enqueue($"{session.ClientId} started");

        public void Ended(MqttSession session, MqttSessionEnd why) => events.Enqueue($"{session.ClientId} ended {why.Reason}");
    }
}
