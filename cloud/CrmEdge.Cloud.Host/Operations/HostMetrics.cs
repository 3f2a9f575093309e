using System.Diagnostics.Metrics;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Cloud.Host.Ledger;

namespace CrmEdge.Cloud.Host.Operations;

/// <summary>How long this host may go on as it is: its leases and certificates.</summary>
internal sealed class HostMetrics : IHostedService, IDisposable
{
    private readonly Meter _meter;

    public HostMetrics(IMeterFactory meters, PartitionedLedger ledger, CertificateAuthority authority, TimeProvider time)
    {
        _meter = meters.Create("CrmEdge.Cloud.Host");
        _meter.CreateObservableGauge("crmedge.ledger.lease.left", () => ledger.Leases.Select(lease =>
            new Measurement<double>(lease.Left.TotalSeconds, new KeyValuePair<string, object?>("partition", lease.Partition))),
            "s", "Until a partition's lease ends unless it is renewed; partitions of other hosts are not there");
        _meter.CreateObservableGauge("crmedge.certificate.left", () => authority.Ends.Select(end =>
            new Measurement<double>((end.Until - time.GetUtcNow()).TotalSeconds,
                new KeyValuePair<string, object?>("certificate", end.Name))),
            "s", "Until a certificate of the endpoints for edges ends");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
