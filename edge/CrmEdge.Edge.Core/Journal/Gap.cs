using System.Buffers.Binary;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>How the record of a gap says what it covers: its payload is the count, big-endian, ending at its own number.
/// A count, not a first number, so that renumbering leaves it true.</summary>
public static class Gap
{
    /// <summary>The payload of a gap over <paramref name="count"/> numbers.</summary>
    public static byte[] Encode(long count)
    {
        var payload = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(payload, count);
        return payload;
    }

    /// <summary>How many numbers a gap covers.</summary>
    public static long Decode(ReadOnlySpan<byte> payload) => BinaryPrimitives.ReadInt64BigEndian(payload);

    /// <summary>The first number a gap stands for, to somebody who has everything up to <paramref name="after"/>.</summary>
    public static long FirstOf(long seq, long count, long after) => Math.Max(seq - count + 1, after + 1);
}
