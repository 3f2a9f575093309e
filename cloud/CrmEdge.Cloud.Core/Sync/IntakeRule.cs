namespace CrmEdge.Cloud.Core.Sync;

/// <summary>A record's numbers and size, as the intake looks at it.</summary>
/// <param name="First">The first number it covers.</param>
/// <param name="Seq">The last.</param>
/// <param name="Type">Its type.</param>
/// <param name="Version">Its version.</param>
/// <param name="Bytes">Length of its payload.</param>
/// <param name="IsGap">It says that its numbers hold nothing.</param>
public readonly record struct IntakeRecord(long First, long Seq, int Type, int Version, int Bytes, bool IsGap);

/// <summary>What becomes of a batch.</summary>
/// <param name="Code">Why it is refused whole, or Ok.</param>
/// <param name="Skip">Records at its start that are committed already.</param>
/// <param name="Watermark">The watermark once the rest is committed.</param>
public readonly record struct IntakeDecision(EdgeCode Code, int Skip, long Watermark);

/// <summary>Whether a batch continues what is there. All of it or nothing.</summary>
public static class IntakeRule
{
    /// <summary>Decides a batch.</summary>
    /// <param name="watermark">Everything up to here is committed.</param>
    /// <param name="records">The batch, in the order it came.</param>
    public static IntakeDecision Decide(long watermark, IReadOnlyList<IntakeRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (records.Count == 0) return Refused(EdgeCode.ProtocolBroken, watermark);
        if (records.Count > SyncLimits.BatchRecordsMax) return Refused(EdgeCode.BatchTooLarge, watermark);
        var (reached, skip, bytes) = (watermark, 0, 0L);
        foreach (var (i, record) in records.Index())
        {
            var code = Check(record);
            if (code != EdgeCode.Ok) return Refused(code, watermark);
            bytes += record.Bytes;
            if (i > 0 && record.First > records[i - 1].Seq + 1) return Refused(EdgeCode.SequenceGap, watermark);
            if (i > 0 && record.First <= records[i - 1].Seq) return Refused(EdgeCode.RecordMalformed, watermark);
            if (record.Seq <= watermark) skip = i + 1;
            else if (record.First > reached + 1) return Refused(EdgeCode.SequenceGap, watermark);
            reached = Math.Max(reached, record.Seq);
        }
        return bytes > SyncLimits.BatchBytesMax && records.Count > 1
            ? Refused(EdgeCode.BatchTooLarge, watermark)
            : new IntakeDecision(EdgeCode.Ok, skip, reached);
    }

    private static EdgeCode Check(in IntakeRecord record)
    {
        if (record.Bytes > SyncLimits.PayloadBytesMax) return EdgeCode.RecordTooLarge;
        var numbers = record.Type is >= 1 and <= SyncLimits.NumberMax && record.Version is >= 1 and <= SyncLimits.NumberMax
            && record.First >= 1 && record.First <= record.Seq && record.Seq - record.First < SyncLimits.GapMax;
        return numbers && (record.IsGap || record.First == record.Seq) ? EdgeCode.Ok : EdgeCode.RecordMalformed;
    }

    private static IntakeDecision Refused(EdgeCode code, long watermark) => new(code, 0, watermark);
}
