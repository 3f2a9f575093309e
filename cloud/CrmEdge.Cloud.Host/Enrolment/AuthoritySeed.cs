using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Loads the CA at each start, and makes it at the first one. Its key lies sealed under the platform's data
/// key.</summary>
internal sealed partial class AuthoritySeed(
    CertificateAuthority authority, Databases databases, TenantKeys keys, TimeProvider time,
        ILogger<AuthoritySeed> logger) : IStartStep
{
    private static readonly Guid First = NamedId.Of(Platform.Organisation, "edge authority 1");

    private static string Context => $"edge_authority/{First}";

    public async Task RunAsync(CancellationToken ct)
    {
        var ring = await keys.OfAsync(Platform.LiveTenant, ct);
        await using var session = await TenantSession.OpenAsync(databases, Platform.LiveTenant, ct);
        if (await LoadAsync(session, ct) is not { } stored)
        {
            await InsertAsync(session, ring, ct);
            stored = Invariant.NotNull(await LoadAsync(session, ct));
            await session.CommitAsync(ct);
        }
        authority.Use(stored.Certificate, ring.Open(Context, stored.Key));
    }

    private static async Task<StoredAuthority?> LoadAsync(TenantSession session, CancellationToken ct)
    {
        await using var command =
            session.Command("SELECT certificate, sealed_key FROM edge_authority WHERE tenant = $1 AND id = $2")
            .With(session.Tenant).With(First);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new StoredAuthority(
            reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1)) : null;
    }

    // Another host may be making one at the same time: the first row stays, and both read it.
    private async Task InsertAsync(TenantSession session, TenantKeyRing ring, CancellationToken ct)
    {
        var (certificate, key) = authority.Create();
        await using var command = session.Command("""
            INSERT INTO edge_authority (tenant, id, certificate, sealed_key, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """).With(session.Tenant).With(First).With(certificate).With(ring.Seal(Context, key)).With(time.GetUtcNow());
        if (await command.ExecuteNonQueryAsync(ct) == 1) Log.Made(logger);
    }

    private sealed record StoredAuthority(byte[] Certificate, byte[] Key);

    private static partial class Log
    {
        [LoggerMessage(3400, LogLevel.Information, "The CA of edges was made")]
        public static partial void Made(ILogger logger);
    }
}
