using System.Buffers;

namespace Grpc.Runtime.Wire;

/// <summary>A growing buffer over the shared array pool. Not thread-safe; what it handed out dies with the next call.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int FirstBytes = 512;
    private byte[] _array = [];
    private int _length;

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, _length);

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(_length);
    }

    /// <summary>Forgets the content and keeps the memory, unless it is more than <paramref name="keepMax"/> bytes.</summary>
    public void Clear(int keepMax)
    {
        _length = 0;
        if (_array.Length > keepMax) Dispose();
    }

    public void Dispose()
    {
        var array = _array;
        (_array, _length) = ([], 0);
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _array.Length) return;
        var doubled = Math.Min(Array.MaxLength, 2L * _array.Length);
        var next = ArrayPool<byte>.Shared.Rent((int)Math.Max(Math.Max(needed, doubled), FirstBytes));
        _array.AsSpan(0, _length).CopyTo(next);
        if (_array.Length > 0) ArrayPool<byte>.Shared.Return(_array);
        _array = next;
    }
}
