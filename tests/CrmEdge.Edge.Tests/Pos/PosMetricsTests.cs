using System.Diagnostics.Metrics;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Edge.Core.Pos.Line;
using CrmEdge.Edge.Core.Readers;
using CrmEdge.Hosting.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CrmEdge.Edge.Tests.Pos;

public sealed class PosMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly PosMetrics _metrics;
    private readonly PrometheusExporter _exporter;

    public PosMetricsTests()
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _exporter = new PrometheusExporter(["CrmEdge.Edge.Pos"], meters);
        _exporter.Start();
        _metrics = new PosMetrics(meters);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _exporter.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Sales_are_counted_by_what_the_till_was_told_and_declined_ones_by_code()
    {
        _metrics.Sold(SaleAnswer.Of(PosWords.Ok, SaleState.Approved), TimeSpan.FromMilliseconds(20));
        _metrics.Sold(SaleAnswer.Declined(PosWords.OfflineNoSpend), TimeSpan.FromMilliseconds(1));
        Assert.Contains("crmedge_pos_sales_total{outcome=\"approved\"} 1\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_pos_declined_total{code=\"offline_no_spend\"} 1\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_pos_sale_duration_seconds_bucket{outcome=\"approved\",le=\"0.025\"} 1\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_pos_sale_duration_seconds_bucket{outcome=\"approved\",le=\"0.01\"} 0\n", Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Codes_that_are_none_and_codes_without_end_are_one_label()
    {
        _metrics.Sold(SaleAnswer.Declined("4111111111111111"), default);
        for (var i = 0; i < 500; i++)
            _metrics.Sold(SaleAnswer.Declined($"code_{(char)('a' + (i % 26))}{(char)('a' + (i / 26))}"), default);
        var lines = Text.Split('\n').Where(line => line.StartsWith("crmedge_pos_declined_total{", StringComparison.Ordinal)).ToList();
        Assert.Equal(65, lines.Count);
        Assert.Contains(lines, line => line == "crmedge_pos_declined_total{code=\"other\"} 437");
    }

    [Fact]
    public void Frames_and_scans_are_counted_and_so_is_what_was_none()
    {
        foreach (var token in new[] { LineToken.Frame, LineToken.Frame, LineToken.WrongLrc, LineToken.Ack, LineToken.Noise })
            _metrics.Framed(token);
        _metrics.Scanned(new Scan.OneTimeCode("123456"));
        _metrics.Scanned(new Scan.Unreadable("bad_track"));
        Assert.Contains("crmedge_line_frames_total 2\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_line_bad_frames_total{fault=\"wrong_lrc\"} 1\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_line_bad_frames_total{fault=\"noise\"} 1\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_reader_scans_total 2\n", Text, StringComparison.Ordinal);
        Assert.Contains("crmedge_reader_bad_scans_total{reason=\"bad_track\"} 1\n", Text, StringComparison.Ordinal);
    }

    private string Text => _exporter.Scrape();
}
