using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Journal;

/// <summary>
/// Where the journal stands: its sequence numbers and what its records count for. Kept records cover
/// <see cref="Oldest"/>..<see cref="Last"/> without a hole; a run that was evicted is covered by the record of its gap.
/// </summary>
public readonly record struct JournalState
{
    /// <summary>Of a journal without records.</summary>
    public static JournalState Empty => new() { Oldest = 1 };

    /// <summary>The first sequence number still covered; <see cref="Last"/> + 1 when nothing is kept.</summary>
    public long Oldest { get; init; }

    /// <summary>The last sequence number given; 0 before the first.</summary>
    public long Last { get; init; }

    /// <summary>Up to here the cloud has everything. Lowered when a restored cloud asks again.</summary>
    public long Acked { get; init; }

    /// <summary>The highest <see cref="Acked"/> ever. Lanes count what lies above it, so that a replay cannot fill
    /// them.</summary>
    public long Reached { get; init; }

    /// <summary>Telemetry up to here has been looked at for eviction.</summary>
    public long EvictedUpTo { get; init; }

    /// <summary>Bytes of all kept records, gaps included.</summary>
    public long KeptBytes { get; init; }

    /// <summary>Bytes of operations and documents.</summary>
    public long DocumentBytes { get; init; }

    /// <summary>What each lane holds above <see cref="Reached"/>, gaps excluded.</summary>
    public LaneTotals Unsent { get; init; }

    /// <summary>The number the next record gets.</summary>
    public long Next => Math.Max(Last, Reached) + 1;

    /// <summary>True when every record has been confirmed.</summary>
    public bool IsDrained => Acked == Last;

    /// <summary>False when no history of a journal can have led here.</summary>
    public bool IsSound =>
        Oldest >= 1 && Acked >= Oldest - 1 && Reached >= Acked && Last >= Reached
        && EvictedUpTo <= Last && KeptBytes >= 0 && DocumentBytes >= 0;

    /// <summary>The last number, from what a file holds: an emptied journal still remembers how far the cloud got.</summary>
    public static long LastOf(long? highestKept, long reached) => Math.Max(highestKept ?? 0, reached);

    /// <summary>After one more record.</summary>
    public JournalState Appended(Lane lane, int bytes) => this with
    {
        Last = Next,
        KeptBytes = KeptBytes + bytes,
        Unsent = Unsent.With(lane, Unsent.Of(lane).Plus(new LaneUse(1, bytes))),
    };

    /// <summary>After the cloud confirmed up to <paramref name="upTo"/>.</summary>
    /// <param name="upTo">A number that <see cref="Watermark.CheckAck"/> let through.</param>
    /// <param name="settled">What the lanes hold in <see cref="Reached"/> + 1 .. <paramref name="upTo"/>.</param>
    public JournalState AckedTo(long upTo, LaneTotals settled)
    {
        Invariant.Holds(upTo > Acked && upTo <= Last);
        return this with { Acked = upTo, Reached = Math.Max(Reached, upTo), Unsent = Unsent.Minus(settled) };
    }

    /// <summary>After a cloud came back knowing less: what is still kept above <paramref name="upTo"/> goes out again.</summary>
    /// <param name="upTo">What the cloud has.</param>
    /// <param name="gapRecorded">A record now covers what is no longer kept, <paramref name="upTo"/> + 1 ..
    /// <see cref="Oldest"/> − 1.</param>
    public JournalState RewoundTo(long upTo, bool gapRecorded)
    {
        Invariant.Holds(upTo >= 0 && upTo < Acked && gapRecorded == upTo + 1 < Oldest);
        return gapRecorded
            ? this with { Acked = upTo, Oldest = upTo + 1, KeptBytes = KeptBytes + RecordLimits.GapBytes }
            : this with { Acked = upTo };
    }

    /// <summary>After confirmed records up to <paramref name="upTo"/> were deleted.</summary>
    public JournalState TrimmedTo(long upTo, long bytes)
    {
        Invariant.Holds(upTo >= Oldest && upTo <= Acked && bytes <= KeptBytes);
        return this with { Oldest = upTo + 1, KeptBytes = KeptBytes - bytes };
    }

    /// <summary>After a run of unsent telemetry was replaced by the record of its gap.</summary>
    /// <param name="run">What went.</param>
    /// <param name="merged">An earlier gap right before it was merged into the new one.</param>
    public JournalState Evicted(EvictionRun run, bool merged)
    {
        Invariant.Holds(run.First > Reached && run.Last <= Last && run.First > EvictedUpTo);
        return this with
        {
            EvictedUpTo = run.Last,
            KeptBytes = KeptBytes - run.Bytes + (merged ? 0 : RecordLimits.GapBytes),
            Unsent = Unsent.With(Lane.Telemetry, Unsent.Telemetry.Minus(new LaneUse(run.Rows, run.Bytes))),
        };
    }

    /// <summary>After operations or documents grew (or shrank) by <paramref name="bytes"/>.</summary>
    public JournalState DocumentsGrew(long bytes)
    {
        Invariant.Holds(DocumentBytes + bytes >= 0);
        return this with { DocumentBytes = DocumentBytes + bytes };
    }

    /// <summary>Under a new incarnation: what the cloud confirmed is left behind and the rest is numbered from 1.</summary>
    /// <param name="keptBytes">Bytes of the records above <see cref="Acked"/>.</param>
    public JournalState Renumbered(long keptBytes) => this with
    {
        Oldest = 1,
        Last = Last - Acked,
        Acked = 0,
        Reached = Reached - Acked,
        EvictedUpTo = Math.Max(0, EvictedUpTo - Acked),
        KeptBytes = keptBytes,
    };
}
