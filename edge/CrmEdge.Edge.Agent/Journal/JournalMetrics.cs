using System.Diagnostics.Metrics;
using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The meter <c>CrmEdge.Edge.Journal</c>.</summary>
internal sealed class JournalMetrics : IDisposable
{
    public const string MeterName = "CrmEdge.Edge.Journal";

    private static readonly Lane[] Lanes = Enum.GetValues<Lane>();

    private readonly Meter _meter;
    private readonly Counter<long> _appended;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _evicted;
    private readonly Counter<long> _failed;
    private readonly Histogram<int> _batchItems;
    private readonly Histogram<double> _commitSeconds;

    public JournalMetrics(IMeterFactory? meters)
    {
        _meter = meters?.Create(MeterName) ?? new Meter(MeterName);
        _appended = _meter.CreateCounter<long>("journal.appended", "{record}", "Records made durable, by lane");
        _refused = _meter.CreateCounter<long>("journal.refused", "{record}", "Records refused because a lane was full");
        _evicted = _meter.CreateCounter<long>("journal.evicted", "{record}", "Unsent telemetry given up for newer");
        _failed = _meter.CreateCounter<long>("journal.commit.failed", "{commit}", "Commits the disk did not take");
        _batchItems = _meter.CreateHistogram<int>("journal.commit.items", "{item}", "Items that shared a commit");
        _commitSeconds = _meter.CreateHistogram<double>("journal.commit.duration", "s", "From taking a batch to its fsync");
    }

    public void Observe(Func<JournalState> state, Func<Lane, TimeSpan> oldestUnsent, DriveInfo disk)
    {
        _meter.CreateObservableGauge("journal.disk.free", () => disk.AvailableFreeSpace, "By",
            "What is free on the disk of the journal's folder");
        _meter.CreateObservableGauge("journal.unsent.records", () => PerLane(lane => state().Unsent.Of(lane).Rows), "{record}",
            "Records the cloud does not have, by lane");
        _meter.CreateObservableGauge("journal.unsent.bytes", () => PerLane(lane => state().Unsent.Of(lane).Bytes), "By",
            "What they take");
        _meter.CreateObservableGauge("journal.unsent.age", () => PerLane(lane => oldestUnsent(lane).TotalSeconds), "s",
            "How long the oldest of them has waited");
        _meter.CreateObservableGauge("journal.unconfirmed", () => state().Last - state().Acked, "{record}",
            "Numbers above the cloud's watermark; more than unsent while a restored cloud catches up");
        _meter.CreateObservableGauge("journal.kept.bytes", () => state().KeptBytes, "By", "Records kept, confirmed ones too");
        _meter.CreateObservableGauge("journal.documents.bytes", () => state().DocumentBytes, "By",
            "Documents kept beside the records");
    }

    public void Committed(int items, TimeSpan took, CommitTally tally)
    {
        _batchItems.Record(items);
        _commitSeconds.Record(took.TotalSeconds);
        foreach (var lane in Lanes)
        {
            if (tally.Appended.Of(lane) is > 0 and var appended) _appended.Add(appended, Tag(lane));
            if (tally.Refused.Of(lane) is > 0 and var refused) _refused.Add(refused, Tag(lane));
        }

        if (tally.Evicted > 0) _evicted.Add(tally.Evicted);
    }

    public void Failed() => _failed.Add(1);

    public void Dispose() => _meter.Dispose();

    private static Measurement<T>[] PerLane<T>(Func<Lane, T> of)
        where T : struct => [.. Lanes.Select(lane => new Measurement<T>(of(lane), Tag(lane)))];

    private static KeyValuePair<string, object?> Tag(Lane lane) => new("lane", lane switch
    {
        Lane.Money => "money",
        Lane.Identity => "identity",
        _ => "telemetry",
    });
}
