using System.Buffers;
using System.Buffers.Binary;

namespace Grpc.Runtime.Wire;

/// <summary>Five bytes before each message: a compressed flag and the length, big-endian.</summary>
internal readonly record struct FrameHeader(bool Compressed, uint Length)
{
    public const int Bytes = 5;

    /// <summary>Needs <see cref="Bytes"/> bytes; false when the flag is neither 0 nor 1.</summary>
    public static bool TryRead(in ReadOnlySequence<byte> input, out FrameHeader header)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        input.Slice(0, Bytes).CopyTo(bytes);
        header = new FrameHeader(bytes[0] == 1, BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]));
        return bytes[0] <= 1;
    }

    public static void Write(IBufferWriter<byte> output, bool compressed, int length)
    {
        var span = output.GetSpan(Bytes);
        span[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        output.Advance(Bytes);
    }
}
