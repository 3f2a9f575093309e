using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Cloud.Core.Subscriptions;
using CrmEdge.Cloud.Core.Usage;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Subscriptions;
using CrmEdge.Cloud.Host.Usage;

namespace CrmEdge.Cloud.Host.Billing;

/// <summary>What a run did.</summary>
/// <param name="Cycles">Cycles closed.</param>
/// <param name="Invoices">Invoices issued.</param>
internal sealed record BillingResult(int Cycles, int Invoices)
{
    public static BillingResult operator +(BillingResult a, BillingResult b) => new(a.Cycles + b.Cycles, a.Invoices + b.Invoices);
}

/// <summary>
/// Closes the cycles that have ended by the business's clock, each subscription's in order. Running again, or on several hosts
/// at once, closes nothing twice.
/// </summary>
internal sealed class BillingRun(Databases databases, UsageDirectory usage, BusinessClock clock, ILedger ledger)
{
    private const int PageRows = 500;

    /// <summary>Tenants that have subscriptions at all.</summary>
    public async Task<IReadOnlyList<Guid>> TenantsAsync(CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand(
            "SELECT t.tenant FROM tenant t WHERE EXISTS (SELECT FROM subscription s WHERE s.tenant = t.tenant)");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var tenants = new List<Guid>();
        while (await reader.ReadAsync(ct)) tenants.Add(reader.GetGuid(0));
        return tenants;
    }

    /// <summary>Closes all that is due of a tenant.</summary>
    public async Task<BillingResult> RunAsync(Guid tenant, CancellationToken ct)
    {
        var now = clock.Now(tenant);
        var (zone, tax) = await TermsAsync(tenant, now, ct);
        var today = BillingCycle.DayOf(now, zone);
        var (result, after) = (new BillingResult(0, 0), Guid.Empty);
        while (await PageAsync(tenant, today, after, ct) is { Count: > 0 } page)
        {
            foreach (var subscription in page) result += await CloseAsync(subscription, now, zone, today, tax, ct);
            after = page[^1].Id;
        }
        return result;
    }

    private async Task<BillingResult> CloseAsync(
        Subscription subscription, DateTimeOffset now, TimeZoneInfo zone, DateOnly today, decimal tax, CancellationToken ct)
    {
        var result = new BillingResult(0, 0);
        for (var cycle = subscription.OpenCycle; cycle.End <= today; cycle = cycle.Next(subscription.FirstDay))
        {
            var plan = await PlanAsync(subscription, cycle, now, zone, tax, ct);
            var closed = await ledger.SubmitAsync(new CloseCycle(plan), ct);
            if (closed.Code is CloseCode.OutOfOrder or CloseCode.NotDue) break;
            if (closed.Code == CloseCode.Closed) result += new BillingResult(1, closed.Invoice is null ? 0 : 1);
        }
        return result;
    }

    private async Task<CyclePlan> PlanAsync(
        Subscription subscription, BillingCycle cycle, DateTimeOffset now, TimeZoneInfo zone, decimal tax, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT id FROM period_usage WHERE tenant = $1 AND owner = $2 AND cycle_end <= $3 AND charged <> invoiced ORDER BY
                cycle_start, id LIMIT 2000
            """).With(subscription.Tenant).With(subscription.Id).With(cycle.End);
        var periods = new List<Guid>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct)) periods.Add(reader.GetGuid(0));
        }
        var services = await usage.ServicesAsync(subscription.Tenant, [subscription.Id], ct);
        var end = EndOf(cycle, zone);
        return new CyclePlan(subscription, cycle, periods,
            [.. services[subscription.Id].Select(s => (s.Service, new MeterPlan(s.Service, s.Prices).At(end)))], tax, now, zone);
    }

    /// <summary>The last instant of a cycle, as the price of its end goes by it.</summary>
    private static DateTimeOffset EndOf(BillingCycle cycle, TimeZoneInfo zone)
    {
        var midnight = cycle.End.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).AddTicks(-1).ToUniversalTime();
    }

    private async Task<(TimeZoneInfo Zone, decimal Tax)> TermsAsync(Guid tenant, DateTimeOffset now, CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT t.zone, coalesce((SELECT r.percent FROM tax_rate r WHERE r.tenant = t.tenant AND r.effective_from <= ($2 AT
                TIME ZONE t.zone)::date
                ORDER BY r.effective_from DESC, r.created_at DESC, r.id DESC LIMIT 1), 0)
            FROM tenant t WHERE t.tenant = $1
            """).With(tenant).With(now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return (TimeZoneInfo.FindSystemTimeZoneById(reader.GetString(0)), reader.GetDecimal(1));
    }

    private async Task<List<Subscription>> PageAsync(Guid tenant, DateOnly today, Guid after, CancellationToken ct)
    {
        // The shortest cycle has 28 days; which of these have really ended is worked out by each one's own calendar.
        await using var command = databases.Ledger.CreateCommand($"""
            SELECT tenant, id, owner, code, currency, first_day, billed_to, opened_at FROM subscription
            WHERE tenant = $1 AND billed_to <= $2 AND id > $3 ORDER BY id LIMIT {PageRows}
            """).With(tenant).With(today.AddDays(-28)).With(after);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var (store, page) = (new SubscriptionStore(), new List<Subscription>());
        while (await reader.ReadAsync(ct)) page.Add(store.Read(reader));
        return page;
    }
}
