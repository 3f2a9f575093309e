using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>Which reason may stand in which packet (MQTT 5.0 table 2-6), and what 3.1.1 says instead.</summary>
internal static class ReasonCodes
{
    public static bool Allows(MqttPacketType packet, MqttReasonCode reason) => Of(packet).Contains((byte)reason);

    private static ReadOnlySpan<byte> Of(MqttPacketType packet) => packet switch
    {
        MqttPacketType.ConnAck =>
        [
            0x00, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8A, 0x8C, 0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B,
            0x9C, 0x9D, 0x9F,
        ],
        MqttPacketType.PubAck or MqttPacketType.PubRec => [0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99],
        MqttPacketType.PubRel or MqttPacketType.PubComp => [0x00, 0x92],
        MqttPacketType.SubAck => [0x00, 0x01, 0x02, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2],
        MqttPacketType.UnsubAck => [0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91],
        MqttPacketType.Disconnect =>
        [
            0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8D, 0x8E, 0x8F, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98,
            0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9E, 0x9F, 0xA0, 0xA1, 0xA2,
        ],
        MqttPacketType.Auth => [0x00, 0x18, 0x19],
        _ => [],
    };

    /// <summary>Return code of a 3.1.1 CONNACK (3.1.1 table 3.1). A reason it does not know becomes the nearest one.</summary>
    public static byte ToConnectReturnCode(MqttReasonCode reason) => reason switch
    {
        MqttReasonCode.Success => 0,
        MqttReasonCode.UnsupportedProtocolVersion => 1,
        MqttReasonCode.ClientIdentifierNotValid => 2,
        MqttReasonCode.BadUserNameOrPassword => 4,
        MqttReasonCode.NotAuthorized or MqttReasonCode.Banned or MqttReasonCode.BadAuthenticationMethod => 5,
        _ => 3,
    };

    public static MqttReasonCode? FromConnectReturnCode(byte code) => code switch
    {
        0 => MqttReasonCode.Success,
        1 => MqttReasonCode.UnsupportedProtocolVersion,
        2 => MqttReasonCode.ClientIdentifierNotValid,
        3 => MqttReasonCode.ServerUnavailable,
        4 => MqttReasonCode.BadUserNameOrPassword,
        5 => MqttReasonCode.NotAuthorized,
        _ => null,
    };
}
