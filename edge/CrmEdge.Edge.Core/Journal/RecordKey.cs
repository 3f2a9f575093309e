using System.Security.Cryptography;
using System.Text;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>
/// What makes a record the same record when its sender repeats it, e.g. <c>sale:TAP7:2026-11-21:000123</c>. Begin a key
/// with the name of its space. It is remembered as long as its record is kept.
/// </summary>
/// <param name="Text">The key, 1 to <see cref="RecordLimits.KeyBytesMax"/> bytes of UTF-8.</param>
/// <param name="Fingerprint">Stands for the content: a repeat must carry the same bytes.</param>
public sealed record RecordKey(string Text, ReadOnlyMemory<byte> Fingerprint)
{
    private const int DigestBytes = 16;

    /// <summary>A key whose content is all of <paramref name="content"/>. Leave out what differs in an honest repeat, such as
    /// the time it was received.</summary>
    public static RecordKey Of(string text, ReadOnlySpan<byte> content) =>
        new(text, SHA256.HashData(content).AsMemory(0, DigestBytes));

    /// <summary>Length of the text in bytes of UTF-8.</summary>
    public int Bytes => Encoding.UTF8.GetByteCount(Text);

    /// <summary>True where both the text and the fingerprint are within their bounds.</summary>
    public bool IsValid =>
        Text.Length > 0 && Bytes <= RecordLimits.KeyBytesMax
        && Fingerprint.Length is > 0 and <= RecordLimits.FingerprintBytesMax;
}
