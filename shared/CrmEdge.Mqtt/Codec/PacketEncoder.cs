using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>Appends packets to a buffer. One per connection, used under the lock that guards the buffer.</summary>
internal sealed class PacketEncoder(MqttVersion version)
{
    private readonly PacketWriter _body = new();
    private readonly PropertyEncoder _properties = new();

    public MqttVersion Version { get; set; } = version;

    private bool IsV5 => Version == MqttVersion.V5;

    public void Write(PacketWriter output, MqttPacket packet)
    {
        if (packet is PublishReplyPacket { Properties: null } reply)
        {
            WriteReply(output, reply.Type, reply.PacketId, reply.Reason);
            return;
        }

        _body.Clear();
        var flags = Body(packet);
        var payload = packet is PublishPacket publish ? publish.Message.Payload.Span : default;
        output.Byte((byte)(((int)packet.Type << 4) | flags));
        output.VarInt(_body.Count + payload.Length);
        output.Raw(_body.Written.Span);
        output.Raw(payload);
    }

    /// <summary>The commonest packet of all, without an object: PUBACK and its like.</summary>
    public void WriteReply(PacketWriter output, MqttPacketType type, ushort packetId, MqttReasonCode reason)
    {
        var withReason = IsV5 && reason != MqttReasonCode.Success;
        output.Byte((byte)(((int)type << 4) | ReplyFlags(type)));
        output.Byte((byte)(withReason ? 3 : 2));
        output.TwoBytes(packetId);
        if (withReason) output.Byte((byte)reason);
    }

    private static int ReplyFlags(MqttPacketType type) => type == MqttPacketType.PubRel ? 0b0010 : 0;

    private int Body(MqttPacket packet)
    {
        switch (packet)
        {
            case ConnectPacket p: return Connect(p);
            case ConnAckPacket p: return ConnAck(p);
            case PublishPacket p: return Publish(p);
            case PublishReplyPacket p: return Reply(p);
            case SubscribePacket p: return Subscribe(p);
            case UnsubscribePacket p: return Unsubscribe(p);
            case SubscribeReplyPacket p: return SubscribeReply(p);
            case DisconnectPacket p: return Ending(p.Reason, p.Properties);
            case AuthPacket p: return Ending(p.Reason, p.Properties);
            default: return 0;
        }
    }

    private int Connect(ConnectPacket p)
    {
        var will = p.Will is { } w ? 0x04 | ((int)w.Qos << 3) | (w.Retain ? 0x20 : 0) : 0;
        var flags = (p.CleanStart ? 0x02 : 0) | will | (p.Password is null ? 0 : 0x40) | (p.UserName is null ? 0 : 0x80);
        _body.Text("MQTT");
        _body.Byte((byte)p.Version);
        _body.Byte((byte)flags);
        _body.TwoBytes(p.KeepAliveSeconds);
        Properties(p.Properties);
        _body.Text(p.ClientId);
        if (p.Will is { } message)
        {
            Properties(message.Properties);
            _body.Text(message.Topic);
            _body.Binary(message.Payload.Span);
        }

        if (p.UserName is { } user) _body.Text(user);
        if (p.Password is { } password) _body.Binary(password.Span);
        return 0;
    }

    private int ConnAck(ConnAckPacket p)
    {
        _body.Byte(p.SessionPresent ? (byte)1 : (byte)0);
        _body.Byte(IsV5 ? (byte)p.Reason : ReasonCodes.ToConnectReturnCode(p.Reason));
        Properties(p.Properties);
        return 0;
    }

    private int Publish(PublishPacket p)
    {
        _body.Text(p.Message.Topic);
        if (p.Message.Qos != MqttQos.AtMostOnce) _body.TwoBytes(p.PacketId);
        Properties(p.Message.Properties);
        return (p.Duplicate ? 0b1000 : 0) | ((int)p.Message.Qos << 1) | (p.Message.Retain ? 1 : 0);
    }

    private int Reply(PublishReplyPacket p)
    {
        _body.TwoBytes(p.PacketId);
        if (IsV5)
        {
            _body.Byte((byte)p.Reason);
            Properties(p.Properties);
        }

        return ReplyFlags(p.Type);
    }

    private int Subscribe(SubscribePacket p)
    {
        _body.TwoBytes(p.PacketId);
        Properties(p.Properties);
        foreach (var s in p.Filters)
        {
            var v5 = (s.NoLocal ? 0b0100 : 0) | (s.RetainAsPublished ? 0b1000 : 0) | (s.RetainHandling << 4);
            _body.Text(s.Filter);
            _body.Byte((byte)((int)s.Qos | (IsV5 ? v5 : 0)));
        }

        return 0b0010;
    }

    private int Unsubscribe(UnsubscribePacket p)
    {
        _body.TwoBytes(p.PacketId);
        Properties(p.Properties);
        foreach (var filter in p.Filters) _body.Text(filter);
        return 0b0010;
    }

    private int SubscribeReply(SubscribeReplyPacket p)
    {
        _body.TwoBytes(p.PacketId);
        Properties(p.Properties);
        if (!IsV5 && p.Type == MqttPacketType.UnsubAck) return 0;
        foreach (var reason in p.Reasons)
            _body.Byte(IsV5 || reason < MqttReasonCode.UnspecifiedError ? (byte)reason : (byte)MqttReasonCode.UnspecifiedError);
        return 0;
    }

    private int Ending(MqttReasonCode reason, MqttProperties? properties)
    {
        if (!IsV5 || (reason == MqttReasonCode.Success && properties is null)) return 0;
        _body.Byte((byte)reason);
        if (properties is not null) Properties(properties);
        return 0;
    }

    private void Properties(MqttProperties? properties)
    {
        if (IsV5) _properties.Write(_body, properties);
    }
}
