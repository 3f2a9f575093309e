using System.Buffers;
using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>
/// Turns a stream of bytes into packets: a step answers a packet and moves on, asks for more bytes, or names the fault after
/// which the stream is worthless. Depends on nothing but the bytes. One per connection, not thread safe.
/// </summary>
internal sealed class PacketDecoder(MqttVersion version, int packetBytesMax)
{
    private readonly PublishDecoder _publish = new();

    /// <summary>Set from CONNECT, which tells its own version.</summary>
    public MqttVersion Version { get; set; } = version;

    /// <summary>Moves <paramref name="input"/> past the packet when the answer is Ok, and only then.</summary>
    public ReadStatus TryRead(ref ReadOnlySequence<byte> input, out MqttPacket? packet, out MqttFault fault)
    {
        packet = null;
        Span<byte> scratch = stackalloc byte[FrameHeader.BytesMax];
        var status = FrameHeader.TryRead(Peek(input, scratch), packetBytesMax, out var header, out fault);
        if (status != ReadStatus.Ok) return status;
        if (input.Length < header.TotalBytes) return ReadStatus.NeedMore;

        var body = input.Slice(header.HeaderBytes, header.BodyBytes);
        packet = body.IsSingleSegment ? Decode(header, body.FirstSpan, out fault) : DecodeCopy(header, body, out fault);
        if (packet is null) return ReadStatus.Faulty;
        input = input.Slice(header.TotalBytes);
        return ReadStatus.Ok;
    }

    /// <summary>Decodes one body; null exactly when <paramref name="fault"/> is one.</summary>
    public MqttPacket? Decode(FrameHeader header, ReadOnlySpan<byte> body, out MqttFault fault)
    {
        var reader = new PacketReader(body);
        if (!header.Minimal && Version == MqttVersion.V5)
            reader.Fail(MqttFault.Malformed("the remaining length is padded (MQTT-1.5.5-1)"));
        var packet = Decode(header, ref reader);
        if (!reader.AtEnd) reader.Fail(MqttFault.Malformed("bytes are left after the last field (2.1.4)"));
        fault = reader.Fault;
        return fault.IsFault ? null : packet;
    }

    private static ReadOnlySpan<byte> Peek(in ReadOnlySequence<byte> input, Span<byte> scratch)
    {
        if (input.IsSingleSegment || input.FirstSpan.Length >= scratch.Length) return input.FirstSpan;
        var head = input.Slice(0, Math.Min(input.Length, scratch.Length));
        head.CopyTo(scratch);
        return scratch[..(int)head.Length];
    }

    private MqttPacket? DecodeCopy(FrameHeader header, in ReadOnlySequence<byte> body, out MqttFault fault)
    {
        var rented = ArrayPool<byte>.Shared.Rent(header.BodyBytes);
        try
        {
            body.CopyTo(rented);
            return Decode(header, rented.AsSpan(0, header.BodyBytes), out fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private MqttPacket? Decode(FrameHeader header, ref PacketReader reader) => header.Type switch
    {
        MqttPacketType.Connect => Connecting(ref reader),
        MqttPacketType.ConnAck => ConnectDecoder.ConnAck(ref reader, Version),
        MqttPacketType.Publish => _publish.Publish(header.Flags, ref reader, Version),
        MqttPacketType.PubAck or MqttPacketType.PubRec or MqttPacketType.PubRel or MqttPacketType.PubComp =>
            PublishDecoder.Reply(header.Type, ref reader, Version),
        MqttPacketType.Subscribe => SubscribeDecoder.Subscribe(ref reader, Version),
        MqttPacketType.Unsubscribe => SubscribeDecoder.Unsubscribe(ref reader, Version),
        MqttPacketType.SubAck or MqttPacketType.UnsubAck => SubscribeDecoder.Reply(header.Type, ref reader, Version),
        MqttPacketType.PingReq => PingPacket.Request,
        MqttPacketType.PingResp => PingPacket.Response,
        MqttPacketType.Disconnect => ConnectDecoder.Disconnect(ref reader, Version),
        _ => ConnectDecoder.Auth(ref reader, Version),
    };

    private ConnectPacket? Connecting(ref PacketReader reader)
    {
        var packet = ConnectDecoder.Connect(ref reader);
        if (packet is not null) Version = packet.Version;
        return packet;
    }
}
