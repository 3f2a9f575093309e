using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Wallet;
using Microsoft.AspNetCore.Http.HttpResults;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Purchases that points of sale send.</summary>
internal static class PurchasesApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/purchases").WithTags("Purchases");
        group.MapPost("", MakeAsync).Requires(KeyRole.Operate).WithSummary("Make a purchase; a repeat gets the first answer");
        group.MapGet("/{id:guid}", GetAsync).Requires(KeyRole.Read).WithSummary("Read one");
        group.MapGet("/{id:guid}/lines", LinesAsync).Requires(KeyRole.Read).WithSummary("Read what was bought");
        group.MapGet("/{id:guid}/rewards", RewardsAsync).Requires(KeyRole.Read)
            .WithSummary("Read what it moved in the wallet, each amount with the rule that made it");
        group.MapPost("/{id:guid}/cancel",
            CancelAsync).Requires(KeyRole.Approve).WithSummary("Take one back, rewards and spends with it");
    }

    internal sealed record LineReply(int Number, string Sku, string? Name, decimal Quantity, decimal NetAmount,
        decimal TaxAmount);

    internal sealed record LineList(IReadOnlyList<LineReply> Content);

    internal sealed record RewardReply(
        int Number, string Type, decimal Amount, string CurrencyCode, string Why, Guid? RuleId, Guid? CommercePoolId);

    internal sealed record RewardList(IReadOnlyList<RewardReply> Content);

    private static async Task<Results<Ok<PurchaseReply>, Refusal>> MakeAsync(
        NewPurchase body, Caller caller, PurchaseService purchases, BusinessClock clock, CancellationToken ct)
    {
        if (body.Refusal is { } wrong) return wrong;
        var call = new PurchaseCall(caller.Tenant, caller.Mode, caller.Actor, body.Place,
            body.Draft(clock.Now(caller.Tenant)));
        var outcome = await purchases.MakeAsync(call, ct);
        return outcome.Purchase is { } purchase
            ? TypedResults.Ok(PurchaseReply.Of(purchase))
            : PurchaseErrors.Of(outcome.Code!, outcome.Field);
    }

    private static async Task<Results<Ok<PurchaseReply>, Refusal>> GetAsync(
        Guid id, Caller caller, PurchaseReader reader, CancellationToken ct) =>
        await reader.FindAsync(caller.Tenant, id, ct) is { } purchase
            ? TypedResults.Ok(PurchaseReply.Of(purchase)) : Refusal.NotFound("purchase", id.ToString());

    private static async Task<Results<Ok<LineList>, Refusal>> LinesAsync(
        Guid id, Caller caller, PurchaseReader reader, CancellationToken ct)
    {
        if (await reader.FindAsync(caller.Tenant, id, ct) is not { } purchase) return Refusal.NotFound("purchase", id.ToString());
        var lines = await reader.LinesAsync(purchase, ct);
        return TypedResults.Ok(new LineList([.. lines.Select(line =>
            new LineReply(line.Number, line.Sku, line.Name, line.Quantity, line.Net.Major, line.Tax.Major))]));
    }

    private static async Task<Results<Ok<RewardList>, Refusal>> RewardsAsync(
        Guid id, Caller caller, PurchaseReader reader, CancellationToken ct)
    {
        if (await reader.FindAsync(caller.Tenant, id, ct) is null) return Refusal.NotFound("purchase", id.ToString());
        var rewards = await reader.RewardsAsync(caller.Tenant, id, ct);
        return TypedResults.Ok(new RewardList([.. rewards.Select(reward => new RewardReply(
            reward.Number, WireName.Of(reward.Type).ToUpperInvariant(), reward.Amount.Major, reward.Amount.Currency.Code,
                reward.Why,
            reward.Rule, reward.Pool))]));
    }

    private static async Task<Results<Ok<PurchaseReply>, Refusal>> CancelAsync(
        Guid id, Caller caller, PurchaseReader reader, ILedger ledger, HomeRelay relay, BackOffice backOffice,
            CancellationToken ct)
    {
        if (await reader.FindAsync(caller.Tenant, id, ct) is not { } purchase) return Refusal.NotFound("purchase", id.ToString());
        var rewards = await reader.RewardsAsync(caller.Tenant, id, ct);
        await using var work = await backOffice.OpenAsync(caller, ct);
        var answer = await ledger.SubmitAsync(new CancelPurchase(purchase, rewards), ct);
        if (answer.Purchase is not { } cancelled) return PurchaseErrors.Of(answer.Code!, null);
        relay.Wake();
        work.Audit("purchase.cancel", "purchase", id);
        await work.SaveAsync(ct);
        return TypedResults.Ok(PurchaseReply.Of(cancelled));
    }
}
