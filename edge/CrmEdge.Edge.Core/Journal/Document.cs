using System.Text;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>A small keyed value kept beside the records: a snapshot, a setting, the state of a device.</summary>
/// <param name="Space">Who owns it, e.g. <c>mqtt.session</c>.</param>
/// <param name="Key">Its key within the space.</param>
/// <param name="Version">The version of what <paramref name="Body"/> holds; the owner's business.</param>
/// <param name="Body">The value.</param>
/// <param name="UpdatedAt">Wall clock of the last change.</param>
public sealed record Document(string Space, string Key, long Version, ReadOnlyMemory<byte> Body, DateTimeOffset UpdatedAt)
{
    /// <summary>The longest body, in bytes. Anything larger belongs in a file of its own.</summary>
    public const int BodyBytesMax = 256 * 1024;

    /// <summary>What it counts for.</summary>
    public int Bytes =>
        RecordLimits.OverheadBytes + Encoding.UTF8.GetByteCount(Space)
        + Encoding.UTF8.GetByteCount(Key) + Body.Length;

    /// <summary>The first reason why this can never be stored, or <see cref="DocumentCode.Stored"/>.</summary>
    public DocumentCode Check()
    {
        if (!IsName(Space) || !IsName(Key)) return DocumentCode.KeyMalformed;
        return Body.Length > BodyBytesMax ? DocumentCode.DocumentTooLarge : DocumentCode.Stored;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= RecordLimits.KeyBytesMax;
}

/// <summary>How storing a document ended.</summary>
public enum DocumentCode
{
    /// <summary>It is part of the commit.</summary>
    Stored,

    /// <summary>The body is longer than <see cref="Document.BodyBytesMax"/>.</summary>
    DocumentTooLarge,

    /// <summary>Space or key is empty or longer than <see cref="RecordLimits.KeyBytesMax"/>.</summary>
    KeyMalformed,

    /// <summary>The cap on operations and documents is reached.</summary>
    JournalFull,
}
