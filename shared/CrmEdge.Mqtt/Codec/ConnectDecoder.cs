using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>CONNECT, CONNACK, DISCONNECT and AUTH (MQTT 5.0 §3.1, §3.2, §3.14, §3.15).</summary>
internal static class ConnectDecoder
{
    private const byte FlagReserved = 0x01;
    private const byte FlagCleanStart = 0x02;
    private const byte FlagWill = 0x04;
    private const byte FlagWillRetain = 0x20;
    private const byte FlagPassword = 0x40;
    private const byte FlagUserName = 0x80;

    public static ConnectPacket? Connect(ref PacketReader r)
    {
        var protocol = r.Text();
        var level = r.Byte();
        if (r.Fault.IsFault) return null;
        if (protocol is not ("MQTT" or "MQIsdp")) r.Fail(MqttFault.Protocol("the protocol name is not MQTT (MQTT-3.1.2-1)"));
        else if (protocol != "MQTT" || level is not ((byte)MqttVersion.V311 or (byte)MqttVersion.V5))
            r.Fail(new(MqttReasonCode.UnsupportedProtocolVersion, $"protocol level {level}; 4 and 5 are spoken (MQTT-3.1.2-2)"));
        var version = (MqttVersion)level;
        var flags = r.Byte();
        if (FlagFault(flags, version) is { } text) r.Fail(MqttFault.Malformed(text));

        var keepAlive = r.TwoBytes();
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, MqttPacketType.Connect) : null;
        if (properties is { AuthenticationData: not null, AuthenticationMethod: null })
            r.Fail(MqttFault.Protocol("authentication data without a method (3.1.2.11.10)"));
        return new ConnectPacket
        {
            Version = version,
            CleanStart = (flags & FlagCleanStart) != 0,
            KeepAliveSeconds = keepAlive,
            Properties = properties,
            ClientId = r.Text(),
            Will = (flags & FlagWill) != 0 ? Will(ref r, flags, version) : null,
            UserName = (flags & FlagUserName) != 0 ? r.Text() : null,
            Password = (flags & FlagPassword) != 0 ? r.Binary().ToArray() : (ReadOnlyMemory<byte>?)null,
        };
    }

    public static ConnAckPacket ConnAck(ref PacketReader r, MqttVersion version)
    {
        var flags = r.Byte();
        if (flags > 1) r.Fail(MqttFault.Malformed("reserved CONNACK flags are set (MQTT-3.2.2-1)"));
        var code = r.Byte();
        var reason = version == MqttVersion.V5 ? (MqttReasonCode)code : ReasonCodes.FromConnectReturnCode(code);
        if (reason is not { } known || !ReasonCodes.Allows(MqttPacketType.ConnAck, known))
            r.Fail(MqttFault.Protocol($"CONNACK with reason 0x{code:X2} (MQTT-3.2.2-8)"));
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, MqttPacketType.ConnAck) : null;
        return new ConnAckPacket(flags == 1, reason ?? default, properties);
    }

    public static DisconnectPacket Disconnect(ref PacketReader r, MqttVersion version)
    {
        if (version == MqttVersion.V311 || r.AtEnd) return new DisconnectPacket();
        var reason = Reason(ref r, MqttPacketType.Disconnect);
        return new DisconnectPacket(reason, r.AtEnd ? null : PropertyDecoder.Read(ref r, MqttPacketType.Disconnect));
    }

    public static AuthPacket Auth(ref PacketReader r, MqttVersion version)
    {
        if (version == MqttVersion.V311) r.Fail(MqttFault.Malformed("AUTH does not exist in 3.1.1 (2.2.1)"));
        if (r.AtEnd) return new AuthPacket(MqttReasonCode.Success);
        var reason = Reason(ref r, MqttPacketType.Auth);
        return new AuthPacket(reason, r.AtEnd ? null : PropertyDecoder.Read(ref r, MqttPacketType.Auth));
    }

    /// <summary>A one-byte reason code that must be one of the packet's own.</summary>
    public static MqttReasonCode Reason(ref PacketReader r, MqttPacketType packet)
    {
        var reason = (MqttReasonCode)r.Byte();
        if (!ReasonCodes.Allows(packet, reason))
            r.Fail(MqttFault.Malformed($"reason 0x{(byte)reason:X2} does not belong into {packet} (2.4)"));
        return reason;
    }

    private static string? FlagFault(byte flags, MqttVersion version)
    {
        if ((flags & FlagReserved) != 0) return "the reserved CONNECT flag is set (MQTT-3.1.2-3)";
        var willQos = (flags >> 3) & 3;
        var will = (flags & FlagWill) != 0;
        if (willQos == 3) return "the will's QoS is 3 (MQTT-3.1.2-12)";
        if (!will && (willQos != 0 || (flags & FlagWillRetain) != 0)) return "will QoS or retain without a will (MQTT-3.1.2-11)";
        return version == MqttVersion.V311 && (flags & FlagPassword) != 0 && (flags & FlagUserName) == 0
            ? "a password without a user name (3.1.1 MQTT-3.1.2-22)"
            : null;
    }

    private static MqttMessage Will(ref PacketReader r, byte flags, MqttVersion version)
    {
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, PropertyTable.Will) : null;
        var topic = PublishDecoder.TopicName(ref r, r.Text());
        var payload = r.Binary().ToArray();
        return new MqttMessage(topic, payload, (MqttQos)((flags >> 3) & 3))
        {
            Retain = (flags & FlagWillRetain) != 0,
            Properties = properties,
        };
    }
}
