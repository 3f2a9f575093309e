using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using Grpc.Core;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>An edge on a connection, and the certificate it came with.</summary>
internal sealed record EdgeCaller(EdgeId Id, string Serial, DateTimeOffset ValidUntil);

/// <summary>Who is on the other end of a connection, and whether it may be there.</summary>
internal sealed class EdgeDirectory(Databases databases, TimeProvider time)
{
    /// <summary>The edge of a call's certificate; null where it has none of ours.</summary>
    public static EdgeCaller? CallerOf(ServerCallContext context)
    {
        if (context.GetHttpContext().Connection.ClientCertificate is not { } certificate || EdgeId.Of(certificate) is not { } id) return null;
        return new EdgeCaller(id, certificate.SerialNumber, certificate.NotAfter.ToUniversalTime());
    }

    /// <summary>Whether the caller's certificate stands. For unary calls; a stream is checked with its Hello.</summary>
    public async Task<EdgeCode> CheckAsync(EdgeCaller? caller, CancellationToken ct)
    {
        if (caller is null) return EdgeCode.CertificateUnknown;
        var (known, revoked) = await StandingAsync(caller, ct);
        return HelloRule.Check(
            new EdgeStanding(known, revoked, caller.ValidUntil <= time.GetUtcNow(), null, false, false), caller.Id.Edge);
    }

    /// <summary>Whether a certificate was issued to this edge, and whether it or the edge was revoked.</summary>
    public async Task<(bool Known, bool Revoked)> StandingAsync(EdgeCaller caller, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT c.revoked_at IS NOT NULL OR e.state = 'REVOKED'
            FROM edge_certificate c JOIN edge e ON e.tenant = c.tenant AND e.id = c.edge
            WHERE c.tenant = $1 AND c.serial = $2 AND c.edge = $3
            """).With(caller.Id.Tenant).With(caller.Serial).With(caller.Id.Edge);
        return await command.ExecuteScalarAsync(ct) is bool revoked ? (true, revoked) : (false, false);
    }

    /// <summary>Whether a till is one of the edge's.</summary>
    public async Task<bool> HasTapAsync(EdgeId edge, string tapCode, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT 1 FROM edge_tap p JOIN tap t ON t.tenant = p.tenant AND t.id = p.tap
            WHERE p.tenant = $1 AND p.edge = $2 AND t.code = $3
            """).With(edge.Tenant).With(edge.Edge).With(tapCode);
        return await command.ExecuteScalarAsync(ct) is not null;
    }
}
