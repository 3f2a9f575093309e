using System.Text;

namespace CrmEdge.Edge.Core.Journal.Operations;

/// <summary>A POS operation as stored.</summary>
/// <param name="Key">The POS's own reference, in its space.</param>
/// <param name="Status">How far it got.</param>
/// <param name="RequestHash">What was asked for; the same key with another hash is another request.</param>
/// <param name="Seq">The journal record that carries it, once there is one.</param>
/// <param name="Reply">The one true answer, once there is one.</param>
/// <param name="BegunAt">Wall clock of the intent.</param>
/// <param name="ChangedAt">Wall clock of the last step.</param>
public sealed record Operation(
    string Key,
    OperationStatus Status,
    ReadOnlyMemory<byte> RequestHash,
    long? Seq,
    ReadOnlyMemory<byte> Reply,
    DateTimeOffset BegunAt,
    DateTimeOffset ChangedAt)
{
    /// <summary>The longest reply, in bytes.</summary>
    public const int ReplyBytesMax = RecordLimits.PayloadBytesMax;

    /// <summary>What the operation counts for.</summary>
    public int Bytes =>
        RecordLimits.OverheadBytes + Encoding.UTF8.GetByteCount(Key) + RequestHash.Length + Reply.Length;

    /// <summary>The first reason why this can never be stored, or <see cref="OperationCode.Moved"/>.</summary>
    public OperationCode Check()
    {
        var key = new RecordKey(Key, RequestHash);
        return key.IsValid && Reply.Length <= ReplyBytesMax ? OperationCode.Moved : OperationCode.Malformed;
    }

    /// <summary>The answer to another request under this key.</summary>
    public OperationCode Again(ReadOnlySpan<byte> requestHash) =>
        RequestHash.Span.SequenceEqual(requestHash) ? OperationCode.Already : OperationCode.KeyReused;
}
