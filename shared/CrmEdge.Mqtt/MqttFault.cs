namespace CrmEdge.Mqtt;

/// <summary>Why a peer's bytes or packet were refused. The default value means nothing is wrong.</summary>
/// <param name="Code">What MQTT 5.0 calls the offence; sent to a v5 peer, logged for a 3.1.1 one.</param>
/// <param name="Text">The rule that was broken and its number in the standard, for the maker of the device.</param>
public readonly record struct MqttFault(MqttReasonCode Code, string Text)
{
    /// <summary>True when something is wrong.</summary>
    public bool IsFault => Code >= MqttReasonCode.UnspecifiedError;

    internal static MqttFault Malformed(string text) => new(MqttReasonCode.MalformedPacket, text);

    internal static MqttFault Protocol(string text) => new(MqttReasonCode.ProtocolError, text);
}
