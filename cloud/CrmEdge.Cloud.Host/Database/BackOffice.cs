using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Organisations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>Opens the work of a request.</summary>
internal sealed class BackOffice(Databases databases, BusinessClock clock, IdSource ids)
{
    public async Task<Work> OpenAsync(Caller caller, CancellationToken ct)
    {
        var session = await TenantSession.OpenAsync(databases, caller.Tenant, ct);
        try
        {
            var db = new BackOfficeDb(Options(session), caller.Tenant);
            await db.Database.UseTransactionAsync(session.Transaction, ct);
            return new Work(session, db, caller, clock.Now(caller.Tenant), ids);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    // Refusals of the database are answers here, told by SaveAsync; EF would log each as an error of its own.
    internal static DbContextOptions<BackOfficeDb> Options(TenantSession session) =>
        new DbContextOptionsBuilder<BackOfficeDb>()
            .UseNpgsql(session.Connection)
            .ConfigureWarnings(w => w
                .Ignore(CoreEventId.SaveChangesFailed, CoreEventId.OptimisticConcurrencyException)
                .Ignore(RelationalEventId.CommandError))
            .Options;
}
