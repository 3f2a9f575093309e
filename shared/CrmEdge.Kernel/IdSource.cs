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
    private const int RandomBytes = 8;

    private readonly Lock _gate = new();
    private readonly byte[] _stock = new byte[64 * RandomBytes];
    private int _left;
    private long _millis;
    private int _counter;

    /// <summary>The next id, greater than every id this source gave before.</summary>
    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_gate)
        {
            Tick();
            BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)_millis << 16) | 0x7000u | (uint)_counter);
            Take(bytes[RandomBytes..]);
        }
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

    private void Tick()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        if (now > _millis) (_millis, _counter) = (now, 0);
        else if (_counter < CounterMax) _counter++;
        else (_millis, _counter) = (_millis + 1, 0);
    }

    // A call to the system's random source costs more than all the rest, whatever it fills.
    private void Take(Span<byte> bytes)
    {
        if (_left == 0)
        {
            random(_stock);
            _left = _stock.Length;
        }
        _left -= bytes.Length;
        _stock.AsSpan(_left, bytes.Length).CopyTo(bytes);
    }
}
