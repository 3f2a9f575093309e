using System.Diagnostics.Metrics;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Figures of purchases, whichever way they came.</summary>
internal sealed class PurchaseMetrics : IHostedService, IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _purchases;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _seconds;

    public PurchaseMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("CrmEdge.Cloud.Purchases");
        _purchases = _meter.CreateCounter<long>("crmedge.purchases", "{purchase}", "Purchases decided, by how they ended");
        _refused = _meter.CreateCounter<long>("crmedge.purchases.refused", "{purchase}", "Purchases refused, by code");
        _seconds = _meter.CreateHistogram<double>("crmedge.purchase.duration", "s", "From a ticket to its commit or refusal");
    }

    public void Decided(PurchaseOutcome outcome, TimeSpan took)
    {
        var how = new KeyValuePair<string, object?>(
            "outcome", outcome.Purchase is null ? "refused" : outcome.Replayed ? "replayed" : "booked");
        _purchases.Add(1, how);
        _seconds.Record(took.TotalSeconds, how);
        if (outcome.Code is { } code) _refused.Add(1, new KeyValuePair<string, object?>("code", code));
    }

    // Made at the start, so that the figures are there before the first purchase.
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
