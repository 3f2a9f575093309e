using System.Diagnostics.Metrics;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Figures of the links to edges.</summary>
internal sealed class SyncMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _taken;
    private readonly Counter<long> _applied;

    public SyncMetrics(IMeterFactory meters, EdgeStreams streams)
    {
        _meter = meters.Create("CrmEdge.Cloud.Sync");
        _taken = _meter.CreateCounter<long>("crmedge.sync.records.taken", "{record}", "Records committed to the inbox");
        _applied = _meter.CreateCounter<long>("crmedge.sync.records.applied", "{record}", "Records done with, by how they ended");
        _meter.CreateObservableGauge("crmedge.sync.streams", () => streams.Count, "{stream}", "Edges connected to this host");
    }

    public void Took(int records) => _taken.Add(records);

    public void Applied(InboxEnd end, int records) =>
        _applied.Add(records, new KeyValuePair<string, object?>("end", end.ToString().ToLowerInvariant()));

    public void Dispose() => _meter.Dispose();
}
