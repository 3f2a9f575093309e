using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Keys;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>
/// The rows nobody could create through the API: the operator, its tenants, and the administrator keys that the master key
/// file tells the hashes of. Runs at every start; what is there stays.
/// </summary>
internal sealed partial class PlatformSeed(
    Databases databases, NetworkWriter network, MasterKeys master, IdSource ids, TimeProvider time,
    IOptions<PlatformOptions> options, ILogger<PlatformSeed> logger) : IStartStep
{
    private const string OperatorCode = "PLATFORM";

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            await SeedAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            // Another host was faster; what it wrote is what we would have written.
            await SeedAsync(ct);
        }
    }

    private async Task SeedAsync(CancellationToken ct)
    {
        await using var session = await TenantSession.OpenAsync(databases, Platform.LiveTenant, ct);
        if (!await ExistsAsync(session, ct))
        {
            await network.AddAsync(session, Operator(), Setting(), ct);
            Log.Seeded(logger, options.Value.Name);
        }
        foreach (var hash in master.AdminKeyHashes) await LetInAsync(session, Convert.FromHexString(hash), ct);
        await session.CommitAsync(ct);
    }

    private static async Task<bool> ExistsAsync(TenantSession session, CancellationToken ct)
    {
        await using var command = session.Command("SELECT 1 FROM tenant WHERE tenant = $1").With(session.Tenant);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    // A key that was revoked stays revoked: its row is still there.
    private async Task LetInAsync(TenantSession session, byte[] hash, CancellationToken ct)
    {
        await using var command = session.Command("""
            INSERT INTO api_key (tenant, id, organisation, hash, kind, role, name, created_at)
            VALUES ($1, $2, $3, $4, 'secret', 'approve', 'administrator', $5)
            ON CONFLICT (tenant, hash) DO NOTHING
            """).With(session.Tenant).With(ids.Next()).With(Platform.Organisation).With(hash).With(time.GetUtcNow());
        await command.ExecuteNonQueryAsync(ct);
    }

    private OrganisationRow Operator() => new()
    {
        Tenant = Platform.LiveTenant, Id = Platform.Organisation, Parent = null, Type = Words.Of(OrganisationType.Operator),
        Code = OperatorCode, Name = options.Value.Name, CreatedAt = time.GetUtcNow(),
    };

    private TenantSetting Setting()
    {
        var given = options.Value;
        return Currency.TryParse(given.Currency, out var currency) && Countries.Has(given.Country) && Zones.Has(given.Zone)
            ? new TenantSetting(currency, given.Country, given.Zone)
            : throw new StartRefusedException(
                "Platform:Currency, Platform:Country or Platform:Zone is not known. Give an ISO 4217 code such as EUR, an ISO " +
                "3166-1 alpha-3 code such as CYP and an IANA zone such as Europe/Nicosia.");
    }

    private static partial class Log
    {
        [LoggerMessage(3203, LogLevel.Information, "The platform {Name} was set up in an empty database")]
        public static partial void Seeded(ILogger logger, string name);
    }
}
