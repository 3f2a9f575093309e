namespace CrmEdge.Edge.Core.Journal;

/// <summary>The record that already holds a key.</summary>
/// <param name="Seq">Its sequence number.</param>
/// <param name="Lane">Its lane.</param>
/// <param name="Type">Its type.</param>
/// <param name="Fingerprint">The fingerprint it came with.</param>
public sealed record StoredKey(long Seq, Lane Lane, int Type, ReadOnlyMemory<byte> Fingerprint)
{
    /// <summary>The answer to another record under the same key. The version may differ: an updated agent repeats too.</summary>
    public AppendOutcome Answer(JournalRecord again)
    {
        ArgumentNullException.ThrowIfNull(again);
        var same = again.Key is not null && again.Lane == Lane && again.Type == Type
            && again.Key.Fingerprint.Span.SequenceEqual(Fingerprint.Span);
        return new AppendOutcome(same ? AppendCode.AlreadyRecorded : AppendCode.KeyReused, Seq);
    }
}
