using System.Diagnostics.Metrics;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>Figures of the link: whether it is up, what it still owes the cloud, how long the certificate lasts.</summary>
internal sealed class LinkMetrics : IHostedService, IDisposable
{
    private readonly Meter _meter;

    public LinkMetrics(IMeterFactory meters, CloudLink link, EdgeJournal journal, IdentityStore identities, CloudClock clock)
    {
        _meter = meters.Create("CrmEdge.Edge.Link");
        _meter.CreateObservableGauge("crmedge.link.online", () => link.Online ? 1 : 0,
            description: "1 while records flow to the cloud");
        _meter.CreateObservableGauge("crmedge.link.unsent", () => journal.State.Last - journal.State.Acked, "{record}",
            "Records the cloud has not confirmed");
        _meter.CreateObservableCounter("crmedge.link.confirmed", () => journal.State.Acked, "{record}",
            "Records the cloud has confirmed; its rate is that of the drain. Begins anew with a new journal");
        _meter.CreateObservableGauge("crmedge.certificate.left", () => Left(identities, clock).TotalSeconds, "s",
            "Until the edge's certificate ends; below zero once it has");
    }

    private static TimeSpan Left(IdentityStore identities, CloudClock clock) =>
        identities.Current is { } identity ? identity.ValidUntil - clock.Now : TimeSpan.Zero;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
