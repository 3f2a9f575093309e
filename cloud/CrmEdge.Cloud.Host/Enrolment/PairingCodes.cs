using System.Security.Cryptography;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>A pairing code's row and whose edge it enrols.</summary>
internal sealed record PairingRow(EdgeId Edge, Guid Id, FoundCode Code);

/// <summary>Issues pairing codes, finds them again by their hash and marks them used.</summary>
internal sealed class PairingCodes(
    Databases databases, CertificateAuthority authority, IdSource ids, RandomNumberGenerator random,
        IOptions<EdgeOptions> options)
{
    /// <summary>A new code for an edge, within the caller's transaction. Codes issued before stop working.</summary>
    public async Task<(string Code, DateTimeOffset ExpiresAt)> IssueAsync(
        TenantSession session, Guid edge, DateTimeOffset now, CancellationToken ct)
    {
        var secret = new byte[PairingCode.HalfBytes];
        random.GetBytes(secret);
        var code = PairingCode.For(secret, authority.Der);
        var until = now + options.Value.PairingCodeValid;
        await using var end = session.Command("""
            UPDATE edge_pairing_code SET expires_at = $3 WHERE tenant = $1 AND edge = $2 AND used_at IS NULL AND expires_at > $3
            """).With(session.Tenant).With(edge).With(now);
        await end.ExecuteNonQueryAsync(ct);
        await using var insert = session.Command("""
            INSERT INTO edge_pairing_code (tenant, id, edge, hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
            """).With(session.Tenant).With(ids.Next()).With(edge).With(SHA256.HashData(secret)).With(now).With(until);
        await insert.ExecuteNonQueryAsync(ct);
        return (code.Format(), until);
    }

    /// <summary>The row of a code; null where nobody issued it. Looked up by hash alone: an edge does not know its tenant
    /// yet.</summary>
    public async Task<PairingRow?> FindAsync(PairingCode code, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT c.tenant, c.edge, c.id, c.expires_at, c.used_by, e.state = 'REVOKED' AND e.revoked_at > c.created_at
            FROM edge_pairing_code c JOIN edge e ON e.tenant = c.tenant AND e.id = c.edge WHERE c.hash = $1
            """).With(SHA256.HashData(code.Secret.Span));
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct)) return null;
        return new PairingRow(new EdgeId(reader.GetGuid(0), reader.GetGuid(1)), reader.GetGuid(2), new FoundCode(
            reader.GetFieldValue<DateTimeOffset>(3), await reader.IsDBNullAsync(4, ct) ? null
                : (ReadOnlyMemory<byte>?)reader.GetFieldValue<byte[]>(4),
            reader.GetBoolean(5)));
    }

    /// <summary>Marks a code used by a key; false where another key was faster.</summary>
    public static async Task<bool> UseAsync(TenantSession session, Guid id, byte[] keyHash, DateTimeOffset now,
        CancellationToken ct)
    {
        await using var command = session.Command("""
            UPDATE edge_pairing_code SET used_at = coalesce(used_at, $3), used_by = $4
            WHERE tenant = $1 AND id = $2 AND (used_by IS NULL OR used_by = $4)
            """).With(session.Tenant).With(id).With(now).With(keyHash);
        return await command.ExecuteNonQueryAsync(ct) == 1;
    }
}
