using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>Fixed header (MQTT 5.0 §2.1).</summary>
/// <param name="First">Type and flags.</param>
/// <param name="HeaderBytes">Bytes of this header.</param>
/// <param name="BodyBytes">Bytes that follow (Remaining Length).</param>
/// <param name="Minimal">False when the length is padded: an offence in 5.0, tolerated in 3.1.1, which allows it.</param>
internal readonly record struct FrameHeader(byte First, int HeaderBytes, int BodyBytes, bool Minimal)
{
    public const int BytesMax = 1 + VarInt.BytesMax;

    public MqttPacketType Type => (MqttPacketType)(First >> 4);

    public byte Flags => (byte)(First & 0x0F);

    public int TotalBytes => HeaderBytes + BodyBytes;

    /// <summary>Decides from the header alone, so that a packet too large is refused before its body arrives.</summary>
    public static ReadStatus TryRead(ReadOnlySpan<byte> input, int packetBytesMax, out FrameHeader header, out MqttFault fault)
    {
        (header, fault) = (default, default);
        if (input.IsEmpty) return ReadStatus.NeedMore;
        var type = (MqttPacketType)(input[0] >> 4);
        var flags = input[0] & 0x0F;
        if (type == 0 || (type != MqttPacketType.Publish && flags != RequiredFlags(type)))
        {
            fault = MqttFault.Malformed($"0x{input[0]:X2} does not begin a packet (MQTT-2.1.3-1)");
            return ReadStatus.Faulty;
        }

        var status = VarInt.TryRead(input[1..], out var body, out var bytes, out var minimal);
        if (status == ReadStatus.Faulty) fault = MqttFault.Malformed("the remaining length has more than 4 bytes (2.1.4)");
        if (status != ReadStatus.Ok) return status;
        header = new FrameHeader(input[0], 1 + bytes, body, minimal);
        if (header.TotalBytes <= packetBytesMax) return ReadStatus.Ok;
        fault = new(
            MqttReasonCode.PacketTooLarge, $"{header.TotalBytes} bytes; at most {packetBytesMax} are taken (MQTT-3.2.2-15)");
        return ReadStatus.Faulty;
    }

    private static int RequiredFlags(MqttPacketType type) =>
        type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 0b0010 : 0;
}
