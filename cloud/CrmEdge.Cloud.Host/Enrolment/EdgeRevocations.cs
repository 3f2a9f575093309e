using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Sync;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Takes an edge's certificates back. Its stream is cut here at once, and on other hosts as soon as they are
/// told.</summary>
internal sealed class EdgeRevocations(EdgeStreams streams)
{
    /// <summary>Within the caller's transaction; other hosts hear of it with the commit.</summary>
    public static async Task RevokeAsync(TenantSession session, Guid edge, DateTimeOffset now, CancellationToken ct)
    {
        await using var certificates = session.Command(
            "UPDATE edge_certificate SET revoked_at = $3 WHERE tenant = $1 AND edge = $2 AND revoked_at IS NULL")
            .With(session.Tenant).With(edge).With(now);
        await certificates.ExecuteNonQueryAsync(ct);
        await using var tell = session.Command("SELECT pg_notify($1, $2)").With(StreamWatch.Channel)
            .With(StreamNotice.Revoked(new EdgeId(session.Tenant, edge)));
        await tell.ExecuteNonQueryAsync(ct);
    }

    public void Cut(EdgeId edge) => streams.Cut(edge, EdgeCode.CertificateRevoked);
}
