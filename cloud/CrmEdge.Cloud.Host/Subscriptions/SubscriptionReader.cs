using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Host.Database;

namespace CrmEdge.Cloud.Host.Subscriptions;

/// <summary>Subscriptions as they are, for whoever makes an operation of them.</summary>
internal static class SubscriptionReader
{
    /// <summary>By id or code; null where there is none.</summary>
    public static async Task<Subscription?> FindAsync(TenantSession session, string idOrCode, CancellationToken ct)
    {
        var isId = Guid.TryParse(idOrCode, out var id);
        await using var command = session.Command($"""
            SELECT tenant, id, owner, code, currency, first_day, billed_to, opened_at FROM subscription
            WHERE tenant = $1 AND {(isId ? "id" : "code")} = $2
            """).With(session.Tenant);
        if (isId) command.With(id);
        else command.With(idOrCode);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? new SubscriptionStore().Read(reader) : null;
    }

    /// <summary>The civil date of an instant for the session's tenant.</summary>
    public static async Task<DateOnly> TodayAsync(TenantSession session, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = session.Command("SELECT zone FROM tenant WHERE tenant = $1").With(session.Tenant);
        var zone = TimeZoneInfo.FindSystemTimeZoneById((string)(await command.ExecuteScalarAsync(ct))!);
        return Core.Billing.BillingCycle.DayOf(now, zone);
    }
}
