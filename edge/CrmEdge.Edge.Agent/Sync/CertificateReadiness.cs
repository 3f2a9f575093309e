using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Hosting.Health;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The certificate has not ended.</summary>
internal sealed class CertificateReadiness(IdentityStore identities, CloudClock clock) : IReadinessCheck
{
    public string Name => "certificate";

    public ValueTask<Readiness> CheckAsync(CancellationToken ct) => ValueTask.FromResult(
        identities.Current is { } identity && identity.ValidUntil > clock.Now
            ? Readiness.Ready
            : Readiness.NotReady("The edge's certificate has ended.", "Enrol anew with a pairing code from the back office."));
}
