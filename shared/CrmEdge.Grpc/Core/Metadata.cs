using System.Collections;

namespace Grpc.Core;

/// <summary>
/// Headers or trailers of a call, in order, keys repeatable. Text values are printable ASCII; keys ending in
/// <c>-bin</c> carry bytes (grpc/doc/PROTOCOL-HTTP2.md, Custom-Metadata).
/// </summary>
public sealed partial class Metadata : IList<Metadata.Entry>
{
    /// <summary>Suffix of every key with a binary value.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>An empty list that cannot be changed.</summary>
    public static readonly Metadata Empty = new() { IsReadOnly = true };

    private readonly List<Entry> _entries = [];

    /// <inheritdoc/>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public bool IsReadOnly { get; private init; }

    /// <inheritdoc/>
    public Entry this[int index]
    {
        get => _entries[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Writable()[index] = value;
        }
    }

    /// <summary>Last entry of that key, or null.</summary>
    /// <param name="key">Key in any case.</param>
    public Entry? Get(string key)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
            if (_entries[i].HasKey(key)) return _entries[i];
        return null;
    }

    /// <summary>Text of the last entry of that key, or null.</summary>
    /// <param name="key">Key in any case.</param>
    /// <exception cref="InvalidOperationException">The entry is binary.</exception>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>Bytes of the last entry of that key (of a text entry its ASCII bytes), or null.</summary>
    /// <param name="key">Key in any case.</param>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>Every entry of that key, in order.</summary>
    /// <param name="key">Key in any case.</param>
    public IEnumerable<Entry> GetAll(string key) => _entries.Where(e => e.HasKey(key));

    /// <summary>Adds a text entry.</summary>
    /// <param name="key">Letters, digits, <c>_ - .</c>; stored in lower case; without <c>-bin</c>.</param>
    /// <param name="value">Printable ASCII.</param>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds a binary entry.</summary>
    /// <param name="key">Letters, digits, <c>_ - .</c>; stored in lower case; ending in <c>-bin</c>.</param>
    /// <param name="valueBytes">Any bytes; copied.</param>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <inheritdoc/>
    public void Add(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Writable().Add(item);
    }

    /// <inheritdoc/>
    public void Insert(int index, Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        Writable().Insert(index, item);
    }

    /// <inheritdoc/>
    public bool Remove(Entry item) => Writable().Remove(item);

    /// <inheritdoc/>
    public void RemoveAt(int index) => Writable().RemoveAt(index);

    /// <inheritdoc/>
    public void Clear() => Writable().Clear();

    /// <inheritdoc/>
    public bool Contains(Entry item) => _entries.Contains(item);

    /// <inheritdoc/>
    public int IndexOf(Entry item) => _entries.IndexOf(item);

    /// <inheritdoc/>
    public void CopyTo(Entry[] array, int arrayIndex) => _entries.CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public IEnumerator<Entry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _entries.GetEnumerator();

    private List<Entry> Writable() =>
        IsReadOnly ? throw new InvalidOperationException("This metadata is read-only; make a new Metadata.") : _entries;
}
