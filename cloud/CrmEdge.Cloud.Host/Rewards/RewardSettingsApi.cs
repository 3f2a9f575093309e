using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Wallet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>How a business rewards, what it converts foreign money at, and whom it lets spend.</summary>
internal static class RewardSettingsApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("").WithTags("Rewards");
        group.MapGet("/reward_settings", GetAsync).Requires(KeyRole.Read).WithSummary("Read how purchases are rewarded");
        group.MapPut("/reward_settings", PutAsync).Requires(KeyRole.Approve).WithSummary("Change it as a whole");
        group.MapPut("/exchange_rates/{currency}", RateAsync).Requires(KeyRole.Approve)
            .WithSummary("Set how much of the business's currency one unit of another is");
        group.MapPut("/contacts/{id}/spending",
            SpendingAsync).Requires(KeyRole.Approve).WithSummary("Block or allow a contact's spending");
    }

    private const int RateDecimals = 10;

    internal sealed record RateBody(decimal? Rate);

    internal sealed record SpendingBody(bool? Blocked);

    private static async Task<Ok<RewardSetting>> GetAsync(Caller caller, RewardBook rewards, CancellationToken ct) =>
        TypedResults.Ok((await rewards.OfAsync(caller.Tenant, ct)).Setting);

    private static async Task<Results<NoContent, Refusal>> PutAsync(
        RewardSetting body, Caller caller, BackOffice backOffice, RewardBook rewards, CancellationToken ct)
    {
        // JSON may have null where a list has its items.
        LimitSetting?[] limits = [.. body.SpendLimits ?? []];
        var checks = new FieldChecks().That(body.SpendLimits is not null && limits.All(limit => limit is not null),
            "spend_limits", "is missing, or has a limit that is null");
        checks.That(limits.Select(limit => limit?.Period).Distinct().Count() == limits.Length, "spend_limits",
            "has two limits of one period");
        checks.That(limits.All(limit => limit is null or { MaximumNumber: null or >= 0, MaximumAmount: null or >= 0 }),
            "spend_limits", "has a limit below nothing");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        await using var command = work.Session.Command("""
            INSERT INTO reward_setting (tenant, setting, updated_at) VALUES ($1, $2::jsonb, $3)
            ON CONFLICT (tenant) DO UPDATE SET setting = excluded.setting, updated_at = excluded.updated_at
            """).With(caller.Tenant).With(RewardBook.Json(body)).With(work.Now);
        await command.ExecuteNonQueryAsync(ct);
        work.Audit("reward_setting.change", "reward_setting", caller.Organisation);
        return await SavedAsync(work, rewards, ct);
    }

    private static async Task<Results<NoContent, Refusal>> RateAsync(
        string currency, RateBody body, Caller caller, BackOffice backOffice, RewardBook rewards, CancellationToken ct)
    {
        var checks = new FieldChecks().That(Currency.TryParse(currency, out _), "currency", "is no ISO 4217 currency")
            .That(currency != caller.Currency.Code, "currency",
                "is the business's own")
            .That(body.Rate is > 0 and < 1_000_000_000 && decimal.Round(body.Rate.Value, RateDecimals) == body.Rate, "rate",
                $"is not above 0 and below 1,000,000,000 with at most {RateDecimals} decimals");
        if (checks.Refusal is { } wrong) return wrong;
        await using var work = await backOffice.OpenAsync(caller, ct);
        await using var command = work.Session.Command("""
            INSERT INTO exchange_rate (tenant, currency, rate, updated_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (tenant, currency) DO UPDATE SET rate = excluded.rate, updated_at = excluded.updated_at
            """).With(caller.Tenant).With(currency).With(body.Rate!.Value).With(work.Now);
        await command.ExecuteNonQueryAsync(ct);
        work.Audit("exchange_rate.change", "exchange_rate", currency);
        return await SavedAsync(work, rewards, ct);
    }

    private static async Task<Results<NoContent, Refusal>> SpendingAsync(
        string id, SpendingBody body, Caller caller, WalletDirectory wallets, ILedger ledger, CancellationToken ct)
    {
        if (new FieldChecks().Required("blocked", body.Blocked).Refusal is { } wrong) return wrong;
        if (await wallets.OfContactAsync(caller.Tenant, id,
            ct) is not { } wallet) return Refusal.NotFound("contact with a wallet", id);
        await ledger.SubmitAsync(new BlockSpending(caller.Tenant, wallet.Contact, body.Blocked!.Value), ct);
        return TypedResults.NoContent();
    }

    private static async Task<Results<NoContent, Refusal>> SavedAsync(Work work, RewardBook rewards, CancellationToken ct)
    {
        if (await work.SaveAsync(ct) is { } no) return no;
        rewards.Forget(work.Caller.Tenant);
        return TypedResults.NoContent();
    }
}
