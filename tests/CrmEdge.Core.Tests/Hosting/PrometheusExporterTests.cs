using System.Diagnostics.Metrics;
using CrmEdge.Hosting.Metrics;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly Meter _meter;
    private readonly PrometheusExporter _exporter;

    public PrometheusExporterTests()
    {
        // A name of its own: meters are seen by the whole process, and tests run side by side.
        var name = $"CrmEdge.Test.{System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this)}.";
        _meter = new Meter(name);
        _exporter = new PrometheusExporter([name]);
        _exporter.Start();
    }

    public void Dispose()
    {
        _exporter.Dispose();
        _meter.Dispose();
    }

    private static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);

    private IReadOnlyDictionary<string, double> Scrape() => PrometheusText.Parse(_exporter.Scrape());

    [Fact]
    public void Counters_gauges_and_observed_values_are_written_as_their_types()
    {
        var counter = _meter.CreateCounter<long>("journal.rows", "{row}", "Rows written");
        counter.Add(2);
        counter.Add(3);
        _meter.CreateUpDownCounter<int>("open.streams").Add(-1);
        _meter.CreateGauge<double>("disk.free", "By").Record(1.5e12);
        var observed = 7L;
        _meter.CreateObservableCounter("seen", () => observed);
        _meter.CreateObservableGauge("age", () => 0.25, "s");
        Assert.Equal(5, Scrape()["journal_rows_total"]);
        observed = 9;
        var second = Scrape();
        Assert.Equal((9, -1, 1.5e12, 0.25),
            (second["seen_total"], second["open_streams"], second["disk_free_bytes"], second["age_seconds"]));
    }

    [Fact]
    public void A_histogram_counts_up_to_each_of_its_bounds()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] };
        var histogram = _meter.CreateHistogram("commit", "s", advice: advice);
        foreach (var value in new[] { 0.05, 0.1, 0.5, 3 }) histogram.Record(value, Tag("lane", "money"));
        var samples = Scrape();
        Assert.Equal(2, samples["""commit_seconds_bucket{lane="money",le="0.1"}"""]);
        Assert.Equal(3, samples["""commit_seconds_bucket{lane="money",le="1"}"""]);
        Assert.Equal(4, samples["""commit_seconds_bucket{lane="money",le="+Inf"}"""]);
        Assert.Equal(4, samples["""commit_seconds_count{lane="money"}"""]);
        Assert.Equal(3.65, samples["""commit_seconds_sum{lane="money"}"""], 9);
    }

    [Fact]
    public void Label_order_makes_no_second_series_and_any_value_stays_one_line()
    {
        var counter = _meter.CreateCounter<int>("calls");
        counter.Add(1, new("b", "2"), new("a", "1"));
        counter.Add(1, new("a", "1"), new("b", "2"));
        counter.Add(1, new("le", "x\"y\\z\nw"), new("1st-name", null), new("1st.name", "again"));
        var samples = Scrape();
        Assert.Equal(2, samples["""calls_total{a="1",b="2"}"""]);
        Assert.Equal(1, samples["""calls_total{_1st_name="",le_="x\"y\\z\nw"}"""]);
    }

    [Fact]
    public void Endless_label_values_end_in_one_overflow_series_that_loses_no_count()
    {
        var counter = _meter.CreateCounter<int>("tills");
        for (var i = 0; i < MetricLimits.SeriesMax + 500; i++) counter.Add(1, Tag("till", i));
        counter.Add(1, Tag("till", new string('x', 10_000)));
        var samples = Scrape().Where(s => s.Key.StartsWith("tills_total", StringComparison.Ordinal)).ToList();
        Assert.Equal(MetricLimits.SeriesMax + 1, samples.Count);
        Assert.Equal(MetricLimits.SeriesMax + 501, samples.Sum(s => s.Value));
    }

    [Fact]
    public void What_an_observed_instrument_no_longer_reports_is_gone()
    {
        var edges = new List<string> { "e1", "e2" };
        _meter.CreateObservableGauge("lag", () => edges.Select(e => new Measurement<int>(1, Tag("edge", e))));
        Assert.Contains("""lag{edge="e2"}""", Scrape());
        edges.Remove("e2");
        Assert.DoesNotContain("""lag{edge="e2"}""", Scrape());
    }

    [Fact]
    public void Two_instruments_of_one_name_share_it_when_they_are_of_one_kind_and_else_are_counted()
    {
        _meter.CreateCounter<int>("twice").Add(1);
        _meter.CreateCounter<long>("twice").Add(2);
        _meter.CreateGauge<int>("twice.total").Record(5);
        var samples = Scrape();
        Assert.Equal(3, samples["twice_total"]);
        Assert.Equal(1, samples["crmedge_metrics_instruments_dropped_total"]);
    }

    [Fact]
    public void Nothing_is_lost_when_many_threads_count_at_once()
    {
        var counter = _meter.CreateCounter<double>("parallel");
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 5_000; i++) counter.Add(1, Tag("k", i % 3));
        });
        Assert.Equal(40_000, Scrape().Where(s => s.Key.StartsWith("parallel_total", StringComparison.Ordinal)).Sum(s => s.Value));
    }
}
