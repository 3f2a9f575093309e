namespace CrmEdge.Mqtt.Packets;

internal abstract record MqttPacket(MqttPacketType Type);

internal sealed record ConnectPacket() : MqttPacket(MqttPacketType.Connect)
{
    public required MqttVersion Version { get; init; }
    public required string ClientId { get; init; }
    public bool CleanStart { get; init; } = true;
    public ushort KeepAliveSeconds { get; init; }
    public string? UserName { get; init; }
    public ReadOnlyMemory<byte>? Password { get; init; }
    public MqttMessage? Will { get; init; }
    public MqttProperties? Properties { get; init; }
}

/// <summary>Over 3.1.1 the reason is one of those that have a return code there (§3.2.2.3).</summary>
internal sealed record ConnAckPacket(bool SessionPresent, MqttReasonCode Reason, MqttProperties? Properties = null)
    : MqttPacket(MqttPacketType.ConnAck);

/// <summary>The packet id is 0 exactly when the message is QoS 0.</summary>
internal sealed record PublishPacket(MqttMessage Message, ushort PacketId = 0, bool Duplicate = false)
    : MqttPacket(MqttPacketType.Publish);

/// <summary>PUBACK, PUBREC, PUBREL or PUBCOMP: they differ in their type alone.</summary>
internal sealed record PublishReplyPacket(
    MqttPacketType Type,
    ushort PacketId,
    MqttReasonCode Reason = MqttReasonCode.Success,
    MqttProperties? Properties = null) : MqttPacket(Type);

internal sealed record SubscribePacket(
    ushort PacketId,
    IReadOnlyList<MqttSubscription> Filters,
    MqttProperties? Properties = null) : MqttPacket(MqttPacketType.Subscribe);

internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters, MqttProperties? Properties = null)
    : MqttPacket(MqttPacketType.Unsubscribe);

/// <summary>SUBACK or UNSUBACK; a 3.1.1 UNSUBACK has no reasons.</summary>
internal sealed record SubscribeReplyPacket(
    MqttPacketType Type,
    ushort PacketId,
    IReadOnlyList<MqttReasonCode> Reasons,
    MqttProperties? Properties = null) : MqttPacket(Type);

/// <summary>PINGREQ or PINGRESP.</summary>
internal sealed record PingPacket : MqttPacket
{
    public static readonly PingPacket Request = new(MqttPacketType.PingReq);
    public static readonly PingPacket Response = new(MqttPacketType.PingResp);

    private PingPacket(MqttPacketType type) : base(type)
    {
    }
}

internal sealed record DisconnectPacket(MqttReasonCode Reason = MqttReasonCode.Success, MqttProperties? Properties = null)
    : MqttPacket(MqttPacketType.Disconnect);

internal sealed record AuthPacket(MqttReasonCode Reason, MqttProperties? Properties = null) : MqttPacket(MqttPacketType.Auth);
