using System.Buffers.Binary;
using System.Text;

namespace CrmEdge.Mqtt.Codec;

/// <summary>A growing byte buffer with MQTT's field types. Not thread safe.</summary>
internal sealed class PacketWriter
{
    // A buffer that once held a burst does not keep its size for ever.
    private const int BytesKept = 64 * 1024;

    private byte[] _bytes = [];

    public int Count { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Count);

    public void Clear()
    {
        Count = 0;
        if (_bytes.Length > BytesKept) _bytes = [];
    }

    public void Truncate(int count) => Count = count;

    public void Byte(byte value) => Grow(1)[0] = value;

    public void TwoBytes(int value) => BinaryPrimitives.WriteUInt16BigEndian(Grow(2), (ushort)value);

    public void FourBytes(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Grow(4), value);

    public void VarInt(int value)
    {
        Span<byte> scratch = stackalloc byte[Codec.VarInt.BytesMax];
        Raw(scratch[..Codec.VarInt.Write(scratch, value)]);
    }

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    public void Binary(ReadOnlySpan<byte> bytes)
    {
        TwoBytes(FieldLength(bytes.Length));
        Raw(bytes);
    }

    public void Text(string text)
    {
        var length = FieldLength(Encoding.UTF8.GetByteCount(text));
        TwoBytes(length);
        Encoding.UTF8.GetBytes(text, Grow(length));
    }

    private static int FieldLength(int length) => length <= ushort.MaxValue
        ? length
        : throw new ArgumentOutOfRangeException(nameof(length), length, "an MQTT field holds at most 65,535 bytes");

    private Span<byte> Grow(int count)
    {
        var needed = Count + count;
        if (needed > _bytes.Length) Array.Resize(ref _bytes, Math.Max(needed, Math.Max(256, _bytes.Length * 2)));
        var span = _bytes.AsSpan(Count, count);
        Count = needed;
        return span;
    }
}
