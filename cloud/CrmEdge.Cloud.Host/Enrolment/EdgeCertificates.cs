using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Contracts.Enrolment;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Certifies an edge's key and hands over what goes with it: the intake key and the keys of identification
/// values.</summary>
internal sealed class EdgeCertificates(
    CertificateAuthority authority, TenantKeys keys, IdSource ids, RandomNumberGenerator random, TimeProvider time,
    SyncAddress address, IOptions<EdgeOptions> options)
{
    public static string IntakeContext(EdgeId edge, int id) => $"edge_intake_key/{edge.Edge}/{id}";

    /// <summary>Issues within the caller's transaction; nothing is valid before its commit.</summary>
    public async Task<Enrolled> IssueAsync(TenantSession session, EdgeId edge, PublicKey key, CancellationToken ct)
    {
        var ring = await keys.OfAsync(edge.Tenant, ct);
        var (intakeId, intakeKey) = await IntakeKeyAsync(session, edge, ring, ct);
        var issued = authority.Issue(key, edge);
        await using var insert = session.Command("""
            INSERT INTO edge_certificate (tenant, id, edge, serial, valid_from, valid_until, issued_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """).With(edge.Tenant).With(ids.Next()).With(edge.Edge).With(issued.Serial).With(issued.From).With(issued.Until)
            .With(time.GetUtcNow());
        await insert.ExecuteNonQueryAsync(ct);
        return new Enrolled
        {
            EdgeId = edge.Edge.ToString(),
            CertificateChain = { ByteString.CopyFrom(issued.Der) },
            Authority = ByteString.CopyFrom(authority.Der),
            ValidFrom = Timestamp.FromDateTimeOffset(issued.From),
            ValidUntil = Timestamp.FromDateTimeOffset(issued.Until),
            IntakeKeyId = (uint)intakeId,
            IntakeKey = ByteString.CopyFrom(intakeKey),
            CimKeys = { ring.Cim.Select(k => new Contracts.Enrolment.CimKey { Id = (uint)k.Id,
                Secret = ByteString.CopyFrom(k.Secret.Span) }) },
            SyncAddress = options.Value.SyncAddress?.ToString() ?? "",
            SyncPort = (uint)address.Port,
        };
    }

    private async Task<(int Id, byte[] Key)> IntakeKeyAsync(TenantSession session, EdgeId edge, TenantKeyRing ring,
        CancellationToken ct)
    {
        await using var find = session.Command(
            "SELECT id, sealed FROM edge_intake_key WHERE tenant = $1 AND edge = $2 ORDER BY id DESC LIMIT 1")
                .With(edge.Tenant).With(edge.Edge);
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            if (await reader.ReadAsync(ct))
                return (reader.GetInt32(0), ring.Open(IntakeContext(edge, reader.GetInt32(0)), reader.GetFieldValue<byte[]>(1)));
        }
        var fresh = new byte[Kernel.Privacy.SealedBox.KeyBytes];
        random.GetBytes(fresh);
        await using var insert = session.Command(
            "INSERT INTO edge_intake_key (tenant, edge, id, sealed, created_at) VALUES ($1, $2, 1, $3, $4)")
            .With(edge.Tenant).With(edge.Edge).With(ring.Seal(IntakeContext(edge, 1), fresh)).With(time.GetUtcNow());
        await insert.ExecuteNonQueryAsync(ct);
        return (1, fresh);
    }
}
