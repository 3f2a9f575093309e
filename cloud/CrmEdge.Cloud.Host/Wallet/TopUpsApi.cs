using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Organisations;
using CrmEdge.Cloud.Host.Rewards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>
/// Money into wallets. Whose gateway took it decides the pocket: the platform's fills the cash pocket, a
/// business's fills the contact's pocket with that business, or one of its pools.
/// </summary>
internal static class TopUpsApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        backOffice.MapGroup("/topups").WithTags("Wallets").MapPost("", TopUpAsync).Requires(KeyRole.Operate)
            .WithSummary("Add money that a gateway took; a repeat with the same id adds it once");
        backOffice.MapGroup("/contacts").WithTags("Wallets").MapPost("/{id}/journals", JournalAsync).Requires(KeyRole.Approve)
            .WithSummary("Give or take wallet money by hand");
    }

    internal sealed record NewTopUp(Guid? Id, Guid? WalletId, decimal? Amount, string? CurrencyCode, string? CommercePoolId);

    internal enum JournalAction
    {
        Credit,
        Debit,
    }

    internal enum JournalEntity
    {
        Wallet,
    }

    internal sealed record NewJournal(
        Guid? Id, JournalAction? Action, JournalEntity? Entity, decimal? Amount, string? CurrencyCode);

    private static async Task<Results<Created<IdReply>, Refusal>> TopUpAsync(
        NewTopUp body, Caller caller, IdSource ids, ILedger ledger, WalletDirectory wallets, RewardBook rewards,
        BusinessClock clock, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("wallet_id", body.WalletId);
        var amount = Amount(body.Amount, body.CurrencyCode ?? caller.Currency.Code, checks);
        if (checks.Refusal is { } wrong) return wrong;
        var id = body.Id ?? ids.Next();
        WalletCode code;
        if (caller.IsPlatform)
        {
            code = await ledger.SubmitAsync(new TopUpCash(caller.Tenant, body.WalletId!.Value, id, amount), ct);
        }
        else
        {
            var wanted = body.WalletId!.Value.ToString();
            if (await wallets.FindAsync(caller.Tenant, wanted, ct) is not { } wallet) return Refusal.NotFound("wallet", wanted);
            if (OtherCurrency(amount, wallet) is { } other) return other;
            code = body.CommercePoolId is { } pool
                ? await IntoPoolAsync(pool, wallet, id, amount, caller, ledger, rewards, clock, ct)
                : await ledger.SubmitAsync(new MovePocket(caller.Tenant, wallet.Contact, id, amount, PocketMovement.TopUp), ct);
        }
        return LedgerAnswers.Of(code) is { } refusal ? refusal : TypedResults.Created((string?)null, new IdReply(id));
    }

    private static async Task<WalletCode> IntoPoolAsync(
        string idOrCode, KnownWallet wallet, Guid id, Money amount, Caller caller, ILedger ledger, RewardBook rewards,
        BusinessClock clock, CancellationToken ct)
    {
        var book = await rewards.OfAsync(caller.Tenant, ct);
        if (book.FindPool(idOrCode) is not { } pool) return WalletCode.PoolNotFound;
        return await ledger.SubmitAsync(
            new GiveIntoPool(caller.Tenant, wallet.Contact, id, pool, amount, clock.Now(caller.Tenant)), ct);
    }

    private static async Task<Results<Created<IdReply>, Refusal>> JournalAsync(
        string id, NewJournal body, Caller caller, IdSource ids, ILedger ledger, WalletDirectory wallets, CancellationToken ct)
    {
        var checks = new FieldChecks().Required("action", body.Action).Required("entity", body.Entity);
        var amount = Amount(body.Amount, body.CurrencyCode ?? caller.Currency.Code, checks);
        if (checks.Refusal is { } wrong) return wrong;
        if (await wallets.OfContactAsync(caller.Tenant, id,
            ct) is not { } wallet) return Refusal.NotFound("contact with a wallet", id);
        if (OtherCurrency(amount, wallet) is { } other) return other;
        var journal = body.Id ?? ids.Next();
        var movement = body.Action == JournalAction.Credit ? PocketMovement.Credit : PocketMovement.Debit;
        var code = await ledger.SubmitAsync(new MovePocket(caller.Tenant, wallet.Contact, journal, amount, movement), ct);
        return LedgerAnswers.Of(code) is { } refusal ? refusal : TypedResults.Created((string?)null, new IdReply(journal));
    }

    private static Refusal? OtherCurrency(Money amount, KnownWallet wallet) => amount.Currency == wallet.Currency ? null
        : Refusal.Of(Codes.Validation, $"This wallet's money with the business is in {wallet.Currency}. Send an amount of that.",
            "currency_code", $"is not {wallet.Currency}");

    private static Money Amount(decimal? major, string code, FieldChecks checks)
    {
        checks.Required("amount", major);
        if (!Currency.TryParse(code, out var currency)) checks.Add("currency_code", "is no ISO 4217 currency");
        if (major is null || currency == default) return default;
        checks.That(Money.TryFromMajor(major.Value, currency, out var money), "amount", "has more decimals than its currency");
        return money;
    }
}
