namespace CrmEdge.Edge.Core.Journal;

/// <summary>One kept record as it goes to the cloud: a fact, or the gap that evicted or expired facts left.</summary>
/// <param name="First">The first number it covers; below <paramref name="Seq"/> only for a gap.</param>
/// <param name="Seq">Its sequence number, the last it covers.</param>
/// <param name="Lane">Its lane; <c>null</c> for a gap.</param>
/// <param name="Type">Its type; 0 for a gap.</param>
/// <param name="Version">Its version; 0 for a gap.</param>
/// <param name="RecordedAt">The wall clock when it was recorded; for a gap, when it arose. Data, never order.</param>
/// <param name="Key">Its key, if it came with one.</param>
/// <param name="Payload">Its payload; empty for a gap.</param>
/// <param name="Trace">W3C trace context of what it came of, if it came with one.</param>
public sealed record JournalEntry(
    long First, long Seq, Lane? Lane, int Type, int Version, DateTimeOffset RecordedAt, string? Key, ReadOnlyMemory<byte> Payload,
    string? Trace = null)
{
    /// <summary>True where nothing is left of the facts <see cref="First"/>..<see cref="Seq"/>.</summary>
    public bool IsGap => Lane is null;

    /// <summary>What it counts for in a batch.</summary>
    public int Bytes => RecordLimits.OverheadBytes + Payload.Length;
}
