using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace CrmEdge.Mqtt.Codec;

/// <summary>
/// Reads the fields of one packet body. The first fault sticks and every later read answers a zero, so a decoder reads straight
/// on and looks at <see cref="Fault"/> once.
/// </summary>
internal ref struct PacketReader(ReadOnlySpan<byte> body)
{
    private ReadOnlySpan<byte> _rest = body;

    public MqttFault Fault { get; private set; }

    public readonly bool AtEnd => _rest.IsEmpty;

    public readonly int Left => _rest.Length;

    public void Fail(MqttFault fault)
    {
        if (!Fault.IsFault) Fault = fault;
        _rest = default;
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            Fail(MqttFault.Malformed("the packet ends inside a field (1.5)"));
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public byte Byte()
    {
        var taken = Take(1);
        return taken.IsEmpty ? (byte)0 : taken[0];
    }

    public ushort TwoBytes()
    {
        var taken = Take(2);
        return taken.IsEmpty ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(taken);
    }

    public uint FourBytes()
    {
        var taken = Take(4);
        return taken.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32BigEndian(taken);
    }

    public int VarInt()
    {
        var status = Codec.VarInt.TryRead(_rest, out var value, out var bytes, out var minimal);
        if (status != ReadStatus.Ok || !minimal)
        {
            Fail(MqttFault.Malformed("a variable byte integer is cut, too long or not minimal (MQTT-1.5.5-1)"));
            return 0;
        }

        _rest = _rest[bytes..];
        return value;
    }

    public ReadOnlySpan<byte> Binary() => Take(TwoBytes());

    public string Text() => Text(Binary());

    public string Text(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8) && !utf8.Contains((byte)0)) return Encoding.UTF8.GetString(utf8);
        Fail(MqttFault.Malformed("a text is not UTF-8 or holds U+0000 (MQTT-1.5.4-1, MQTT-1.5.4-2)"));
        return "";
    }

    public ushort PacketId()
    {
        var id = TwoBytes();
        if (id == 0) Fail(MqttFault.Protocol("a packet id is 0 (MQTT-2.2.1-3)"));
        return id;
    }

    public bool Flag()
    {
        var value = Byte();
        if (value > 1) Fail(MqttFault.Protocol("a yes/no property is neither 0 nor 1 (2.2.2.2)"));
        return value == 1;
    }

    public ReadOnlySpan<byte> Rest() => Take(Left);
}
