using System.Diagnostics.Metrics;

namespace CrmEdge.Hosting.Metrics;

/// <summary>How a family is written and how a measurement changes it.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>What the instrument's class says.</summary>
/// <param name="Kind">Counter, gauge or histogram.</param>
/// <param name="Adds">A measurement is a change, not the new value.</param>
internal readonly record struct MetricShape(MetricKind Kind, bool Adds)
{
    public static MetricShape? Of(Instrument instrument)
    {
        var type = instrument.GetType();
        var open = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return open switch
        {
            _ when open == typeof(Counter<>) => new(MetricKind.Counter, true),
            _ when open == typeof(ObservableCounter<>) => new(MetricKind.Counter, false),
            _ when open == typeof(UpDownCounter<>) => new(MetricKind.Gauge, true),
            _ when open == typeof(ObservableUpDownCounter<>) || open == typeof(ObservableGauge<>) || open == typeof(Gauge<>)
                => new(MetricKind.Gauge, false),
            _ when open == typeof(Histogram<>) => new(MetricKind.Histogram, true),
            _ => null,
        };
    }
}
