using System.Buffers.Binary;

namespace CrmEdge.Kernel;

/// <summary>
/// Mints ids in the layout of UUID version 7 (RFC 9562 §5.7): 48 bits of Unix milliseconds, then a counter and random bits.
/// Ids of one source only ever grow, also within a millisecond and when the wall clock steps back. Safe for many threads.
/// </summary>
/// <param name="time">The wall clock.</param>
/// <param name="random">Fills a span with unpredictable bytes.</param>
public sealed class IdSource(TimeProvider time, Action<Span<byte>> random)
{
    private const int CounterMax = 0xFFF;

    private readonly Lock _gate = new();
    private long _millis;
    private int _counter;

    /// <summary>The next id, greater than every id this source gave before.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        random(bytes[8..]);
        var (millis, counter) = Tick();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)millis << 16) | 0x7000u | (uint)counter);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The instant an id was minted, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }

    private (long Millis, int Counter) Tick()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow().ToUnixTimeMilliseconds();
            if (now > _millis) (_millis, _counter) = (now, 0);
            else if (_counter < CounterMax) _counter++;
            else (_millis, _counter) = (_millis + 1, 0);
            return (_millis, _counter);
        }
    }
}
