using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>Commerce pools. Every business has the default one as soon as it asks for any.</summary>
internal static class CommercePoolsApi
{
    public const string DefaultCode = "SPEND_ANYWHERE";

    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/commerce_pools").WithTags("Rewards");
        group.MapPost("", CreateAsync).Requires(KeyRole.Approve).WithSummary("Add a pool");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).WithSummary("List the pools");
    }

    internal sealed record NewPool(
        Guid? Id, string? Code, string? Name, Conditions? Conditions, int? LifeMonths, int? Priority, PoolTax? Tax, bool? Active);

    internal sealed record PoolReply(
        Guid Id, string Code, string Name, Conditions Conditions, int? LifeMonths, int Priority, PoolTax Tax, bool Active);

    internal sealed record PoolList(IReadOnlyList<PoolReply> Content);

    /// <summary>The default pool's id; the pool is made where it is missing.</summary>
    public static async Task<Guid> EnsureDefaultAsync(Work work, CancellationToken ct)
    {
        var id = NamedId.Of(work.Caller.Tenant, "pool:default");
        await InsertAsync(work, id, DefaultCode, "Spend Anywhere within a year", PoolRule.Default, "ON CONFLICT DO NOTHING", ct);
        return id;
    }

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        NewPool body, Caller caller, BackOffice backOffice, RewardBook rewards, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("code", body.Code).Code("code", body.Code).Required("name", body.Name)
            .Text("name", body.Name).That(body.LifeMonths is null or (>= 0 and <= 1_200), "life_months", "is not from 0 to 1200");
        ConditionChecks.Check(body.Conditions, checks);
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        var id = body.Id ?? work.NewId();
        var rule = new PoolRule(
            body.Conditions ?? Conditions.None, body.LifeMonths, body.Priority ?? 0, body.Tax ?? PoolTax.PaymentMethod,
                body.Active ?? true);
        try
        {
            await InsertAsync(work, id, body.Code!, body.Name!, rule, "", ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Constraints.Explain(e.ConstraintName);
        }
        work.Audit("commerce_pool.create", "commerce_pool", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        rewards.Forget(caller.Tenant);
        return TypedResults.Created($"/backoffice/v2/commerce_pools/{id}", new IdReply(id));
    }

    private static async Task<Ok<PoolList>> ListAsync(Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        await EnsureDefaultAsync(work, ct);
        await work.SaveAsync(ct);
        await using var again = await backOffice.OpenAsync(caller, ct);
        await using var command = again.Session.Command(
            "SELECT id, code, name, rule FROM commerce_pool WHERE tenant = $1 ORDER BY code").With(caller.Tenant);
        await using var row = await command.ExecuteReaderAsync(ct);
        var pools = new List<PoolReply>();
        while (await row.ReadAsync(ct))
        {
            var rule = RewardBook.Parse<PoolRule>(row.GetString(3));
            pools.Add(new PoolReply(row.GetGuid(0), row.GetString(1), row.GetString(2), rule.Conditions, rule.LifeMonths,
                rule.Priority, rule.Tax, rule.Active));
        }
        return TypedResults.Ok(new PoolList(pools));
    }

    private static async Task InsertAsync(
        Work work, Guid id, string code, string name, PoolRule rule, string onConflict, CancellationToken ct)
    {
        await using var command = work.Session.Command($"""
            INSERT INTO commerce_pool (tenant, id, code, name, rule, created_at) VALUES ($1, $2, $3, $4, $5::jsonb,
                $6) {onConflict}
            """).With(work.Caller.Tenant).With(id).With(code).With(name).With(RewardBook.Json(rule)).With(work.Now);
        await command.ExecuteNonQueryAsync(ct);
    }
}
