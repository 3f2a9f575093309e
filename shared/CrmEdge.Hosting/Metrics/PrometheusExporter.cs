using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;

namespace CrmEdge.Hosting.Metrics;

/// <summary>Collects what <see cref="System.Diagnostics.Metrics"/> instruments measure and writes it in Prometheus' text
/// format 0.0.4. Memory is bounded by <see cref="MetricLimits"/>. Thread-safe.</summary>
public sealed class PrometheusExporter : IDisposable
{
    /// <summary>The media type of <see cref="Scrape"/>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const string DroppedName = "crmedge_metrics_instruments_dropped_total";

    /// <summary>Seconds, from a fast commit to a slow remote call.</summary>
    private static readonly double[] DefaultBounds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _scraping = new();
    private readonly MeterListener _listener = new();
    private readonly IReadOnlyList<string> _meters;
    private readonly IMeterFactory? _factory;
    private long _dropped;

    /// <summary>Creates an exporter that does not listen yet.</summary>
    /// <param name="meters">Beginnings of the meters' names to export.</param>
    /// <param name="factory">Our container's factory: meters of another container in the same process are left out.</param>
    public PrometheusExporter(IReadOnlyList<string> meters, IMeterFactory? factory = null)
    {
        (_meters, _factory) = (meters, factory);
        _listener.InstrumentPublished = Publish;
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Record(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Record(family, (double)value, tags));
    }

    /// <summary>Starts listening; what was measured before is lost.</summary>
    public void Start() => _listener.Start();

    /// <summary>Everything measured so far, as Prometheus reads it.</summary>
    public string Scrape()
    {
        lock (_scraping)
        {
            foreach (var family in _families.Values) family.BeginCollection();
            _listener.RecordObservableInstruments();
            var text = new StringBuilder();
            foreach (var family in _families.Values.OrderBy(f => f.Name, StringComparer.Ordinal)) family.Write(text);
            text.Append("# HELP ").Append(DroppedName).Append(" Instruments left out: too many, or a name used twice.\n");
            text.Append("# TYPE ").Append(DroppedName).Append(" counter\n");
            text.Append(DroppedName).Append(' ').Append(Interlocked.Read(ref _dropped)).Append('\n');
            return text.ToString();
        }
    }

    /// <summary>Stops listening.</summary>
    public void Dispose() => _listener.Dispose();

    private static void Record(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((MetricFamily)family!).Record(value, tags);

    private void Publish(Instrument instrument, MeterListener listener)
    {
        if (!IsWanted(instrument.Meter) || MetricShape.Of(instrument) is not { } shape) return;
        var name = MetricNames.Family(instrument.Name, instrument.Unit, shape.Kind);
        var family = _families.TryGetValue(name, out var known) || _families.Count >= MetricLimits.FamiliesMax
            ? known
            : _families.GetOrAdd(name, new MetricFamily(
                name, instrument.Description ?? instrument.Name, shape, instrument.IsObservable, Bounds(instrument)));
        if (family is null || family.Shape != shape) Interlocked.Increment(ref _dropped);
        else listener.EnableMeasurementEvents(instrument, family);
    }

    private bool IsWanted(Meter meter) =>
        _meters.Any(start => meter.Name.StartsWith(start, StringComparison.Ordinal))
        && (meter.Scope is not IMeterFactory other || _factory is null || ReferenceEquals(other, _factory));

    private static IReadOnlyList<double> Bounds(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } own } => own,
        Histogram<long> { Advice.HistogramBucketBoundaries: { } own } => [.. own.Select(b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } own } => [.. own.Select(b => (double)b)],
        _ => DefaultBounds,
    };
}
