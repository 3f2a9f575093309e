using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace CrmEdge.Hosting.Metrics;

/// <summary>All series of one name.</summary>
internal sealed class MetricFamily(string name, string help, MetricShape shape, bool isObserved, IReadOnlyList<double> bounds)
{
    private const string Overflow = "overflow=\"true\"";

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public string Name => name;

    public MetricShape Shape => shape;

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = SeriesOf(LabelText.Of(tags));
        if (shape.Kind == MetricKind.Histogram) series.Observe(value);
        else if (shape.Adds) series.Add(value);
        else series.Set(value);
    }

    /// <summary>Forgets what an observed instrument reported last time: it may not report every label set again.</summary>
    public void BeginCollection()
    {
        if (isObserved) _series.Clear();
    }

    /// <summary>Writes the family; one that has measured nothing yet tells its name and type all the same.</summary>
    public void Write(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {Escape(help)}\n");
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} {shape.Kind switch
        {
            MetricKind.Counter => "counter",
            MetricKind.Gauge => "gauge",
            _ => "histogram",
        }}\n");
        foreach (var (labels, series) in _series.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (shape.Kind == MetricKind.Histogram) WriteHistogram(text, labels, series);
            else text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(labels)} {Number(series.Value)}\n");
        }
    }

    private Series SeriesOf(string labels)
    {
        if (_series.TryGetValue(labels, out var known)) return known;
        var key = _series.Count < MetricLimits.SeriesMax ? labels : Overflow;
        return _series.GetOrAdd(key, _ => new Series(bounds));
    }

    private void WriteHistogram(StringBuilder text, string labels, Series series)
    {
        var comma = labels.Length > 0 ? "," : "";
        var sums = series.Cumulative();
        for (var i = 0; i < sums.Length; i++)
        {
            var bound = i < bounds.Count ? Number(bounds[i]) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels}{comma}le=\"{bound}\"}} {sums[i]}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braces(labels)} {Number(series.Value)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{name}_count{Braces(labels)} {sums[^1]}\n");
    }

    private static string Braces(string labels) => labels.Length == 0 ? "" : $"{{{labels}}}";

    private static string Escape(string help) =>
        help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
