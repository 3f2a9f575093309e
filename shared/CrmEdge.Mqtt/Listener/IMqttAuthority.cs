using System.Net;

namespace CrmEdge.Mqtt.Listener;

/// <summary>Decides who may connect. Called from many connections at once.</summary>
public interface IMqttAuthority
{
    /// <summary>
    /// Checks the credentials, and that this client id may be used with them: a client id that the answer lets through takes over
    /// a session of the same device. An exception is logged and tells the device that the server is unavailable.
    /// </summary>
    /// <param name="request">What CONNECT carried.</param>
    /// <param name="ct">Cancelled when the connect time-out is over.</param>
    ValueTask<MqttAdmission> AdmitAsync(MqttConnectRequest request, CancellationToken ct);
}

/// <summary>Who wants to connect. The password is in the clear: never log it.</summary>
/// <param name="ClientId">The client id, or the one assigned to a client that sent none.</param>
/// <param name="ClientIdAssigned">True when the client sent none.</param>
/// <param name="UserName">Null when none was sent.</param>
/// <param name="Password">Null when none was sent.</param>
/// <param name="Version">Protocol level.</param>
/// <param name="Remote">Where the connection comes from.</param>
public sealed record MqttConnectRequest(
    string ClientId,
    bool ClientIdAssigned,
    string? UserName,
    ReadOnlyMemory<byte>? Password,
    MqttVersion Version,
    EndPoint? Remote)
{
    /// <summary>Names the client alone, so that a logged request shows no credentials.</summary>
    public override string ToString() => $"{ClientId} from {Remote}";
}

/// <summary>The authority's answer.</summary>
public sealed class MqttAdmission
{
    private MqttAdmission(IMqttDevice? device, MqttFault refusal) => (Device, Refusal) = (device, refusal);

    internal IMqttDevice? Device { get; }

    internal MqttFault Refusal { get; }

    /// <summary>Lets the client in as this device.</summary>
    public static MqttAdmission Admit(IMqttDevice device) => new(device, default);

    /// <summary>Sends the client away.</summary>
    /// <param name="reason">0x80 or above, such as 0x86 for bad credentials; 3.1.1 gets the nearest of its return codes.</param>
    /// <param name="text">Sent to a v5 client and logged; says what to do next and nothing secret.</param>
    public static MqttAdmission Refuse(MqttReasonCode reason, string text) => reason >= MqttReasonCode.UnspecifiedError
        ? new(null, new MqttFault(reason, text))
        : throw new ArgumentOutOfRangeException(nameof(reason), reason, "a refusal needs a reason of 0x80 or above");
}
