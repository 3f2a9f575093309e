namespace CrmEdge.Edge.Core.Journal;

/// <summary>What the journal may hold, in bytes as counted by <see cref="JournalRecord.Bytes"/>.</summary>
/// <param name="MoneyBytes">Unsent money records.</param>
/// <param name="IdentityBytes">Unsent identity records.</param>
/// <param name="TelemetryBytes">Unsent telemetry records.</param>
/// <param name="KeptBytes">All records, sent ones included. Sent ones make room, oldest first.</param>
/// <param name="DocumentBytes">Operations and documents.</param>
/// <param name="FileBytes">The database file itself.</param>
public sealed record JournalLimits(
    long MoneyBytes, long IdentityBytes, long TelemetryBytes, long KeptBytes, long DocumentBytes, long FileBytes)
{
    /// <summary>The cap of one lane's unsent records.</summary>
    public long Of(Lane lane) => lane switch
    {
        Lane.Money => MoneyBytes,
        Lane.Identity => IdentityBytes,
        Lane.Telemetry => TelemetryBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, null),
    };

    /// <summary>Everything wrong with the limits, each with what to change.</summary>
    public IEnumerable<string> Errors()
    {
        const int least = RecordLimits.PayloadBytesMax * 2;
        foreach (var lane in Enum.GetValues<Lane>())
            if (Of(lane) < least) yield return $"{lane}Bytes is {Of(lane)}: give the lane at least {least} bytes.";
        if (DocumentBytes < least) yield return $"DocumentBytes is {DocumentBytes}: give it at least {least} bytes.";
        var lanes = MoneyBytes + IdentityBytes + TelemetryBytes;
        if (KeptBytes < lanes)
            yield return $"KeptBytes is {KeptBytes}, less than the three lanes together: set at least {lanes}.";
        // A record a little longer than half a page leaves the other half empty.
        var file = (KeptBytes + DocumentBytes) * 2;
        if (FileBytes < file) yield return $"FileBytes is {FileBytes}: records and documents may need {file}.";
    }
}
