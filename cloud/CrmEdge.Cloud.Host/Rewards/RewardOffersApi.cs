using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Rules.Offers;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>Reward offers: a share of what is bought goes into a pool.</summary>
internal static class RewardOffersApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/reward_offers").WithTags("Rewards");
        group.MapPost("", CreateAsync).Requires(KeyRole.Approve).WithSummary("Add an offer; it holds at once");
        group.MapGet("", ListAsync).Requires(KeyRole.Read).WithSummary("List the offers");
        group.MapPut("/{id}/life_cycle_state",
            ActAsync).Requires(KeyRole.Approve).WithSummary("Switch an offer on or off, by id or code");
    }

    internal enum OfferState
    {
        Active,
        Inactive,
    }

    /// <summary>Without a pool the award goes into the business's default pool.</summary>
    internal sealed record NewOffer(
        Guid? Id, string? Code, string? Name, decimal? Percent, string? CommercePoolId, AwardTiming? Timing,
            Conditions? Conditions);

    internal sealed record OfferReply(
        Guid Id, string Code, string Name, int Version, OfferState State, decimal Percent, Guid CommercePoolId,
            AwardTiming Timing,
        Conditions Conditions);

    internal sealed record OfferList(IReadOnlyList<OfferReply> Content);

    internal sealed record OfferStep(OfferState? State);

    private static async Task<Results<Created<IdReply>, Refusal>> CreateAsync(
        NewOffer body, Caller caller, BackOffice backOffice, RewardBook rewards, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("code", body.Code).Code("code", body.Code).Required("name", body.Name)
            .Text("name", body.Name).That(body.Percent is > 0 and <= 100, "percent", "is not above 0 and at most 100");
        ConditionChecks.Check(body.Conditions, checks);
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        if (await PoolAsync(work, body.CommercePoolId, ct) is not { } pool)
            return Refusal.NotFound("commerce pool", body.CommercePoolId!);
        var id = body.Id ?? work.NewId();
        try
        {
            await InsertAsync(work, id, pool, body, ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            return Constraints.Explain(e.ConstraintName);
        }
        work.Audit("reward_offer.create", "reward_offer", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        rewards.Forget(caller.Tenant);
        return TypedResults.Created($"/backoffice/v2/reward_offers/{id}", new IdReply(id));
    }

    private static async Task<Guid?> PoolAsync(Work work, string? idOrCode, CancellationToken ct)
    {
        if (idOrCode is null) return await CommercePoolsApi.EnsureDefaultAsync(work, ct);
        await using var command = work.Session.Command(
            "SELECT id FROM commerce_pool WHERE tenant = $1 AND (id::text = $2 OR code = $2)").With(work.Caller.Tenant).With(idOrCode);
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    private static async Task InsertAsync(Work work, Guid id, Guid pool, NewOffer body, CancellationToken ct)
    {
        var rule = new OfferRule(body.Percent!.Value, body.Timing ?? AwardTiming.Deferred, body.Conditions ?? Conditions.None);
        await using var command = work.Session.Command("""
            INSERT INTO reward_offer (tenant, id, code, name, version, state, pool, rule, created_at)
            VALUES ($1, $2, $3, $4, 1, 'ACTIVE', $5, $6::jsonb, $7)
            """).With(work.Caller.Tenant).With(id).With(body.Code!).With(body.Name!).With(pool)
            .With(RewardBook.Json(rule)).With(work.Now);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static async Task<Ok<OfferList>> ListAsync(Caller caller, BackOffice backOffice, CancellationToken ct)
    {
        await using var work = await backOffice.OpenAsync(caller, ct);
        await using var command = work.Session.Command(
            "SELECT id, code, name, version, state, pool, rule FROM reward_offer WHERE tenant = $1 ORDER BY code")
            .With(caller.Tenant);
        await using var row = await command.ExecuteReaderAsync(ct);
        var offers = new List<OfferReply>();
        while (await row.ReadAsync(ct))
        {
            var rule = RewardBook.Parse<OfferRule>(row.GetString(6));
            offers.Add(new OfferReply(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3),
                Words.To<OfferState>(row.GetString(4)), rule.Percent, row.GetGuid(5), rule.Timing, rule.Conditions));
        }
        return TypedResults.Ok(new OfferList(offers));
    }

    private static async Task<Results<NoContent, Refusal>> ActAsync(
        string id, OfferStep body, Caller caller, BackOffice backOffice, RewardBook rewards, CancellationToken ct)
    {
        if (new FieldChecks().Required("state", body.State).Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        await using var command = work.Session.Command("""
            UPDATE reward_offer SET version = version + CASE WHEN state = $3 THEN 0 ELSE 1 END, state = $3
            WHERE tenant = $1 AND (id::text = $2 OR code = $2)
            """).With(caller.Tenant).With(id).With(Words.Of(body.State!.Value));
        if (await command.ExecuteNonQueryAsync(ct) == 0) return Refusal.NotFound("reward offer", id);
        work.Audit("reward_offer.state", "reward_offer", id);
        if (await work.SaveAsync(ct) is { } no) return no;
        rewards.Forget(caller.Tenant);
        return TypedResults.NoContent();
    }
}
