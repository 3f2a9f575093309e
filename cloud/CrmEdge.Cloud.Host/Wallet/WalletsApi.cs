using System.Globalization;
using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Organisations;
using Microsoft.AspNetCore.Http.HttpResults;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Wallets of a business's contacts: its own pockets and the cash pocket, nobody else's.</summary>
internal static class WalletsApi
{
    public static void Map(IEndpointRouteBuilder backOffice)
    {
        var group = backOffice.MapGroup("/wallets").WithTags("Wallets");
        group.MapGet("/{id}", GetAsync).Requires(KeyRole.Read).WithSummary("Read a wallet's balances by its id or code");
        group.MapGet("/{id}/journals", JournalsAsync).Requires(KeyRole.Read).WithMetadata(JournalQuery.Parameters)
            .WithSummary("List its movements, newest first");
        group.MapGet("/{id}/code", CodeAsync).Requires(KeyRole.Operate)
            .WithSummary("Read the code to show, of this moment where it rotates");
        group.MapPost("/{id}/otp", SetUpAsync).Requires(KeyRole.Operate)
            .WithSummary("Set up one-time codes; the secret is in this answer and nowhere else");
        group.MapPost("/{id}/otp/day_keys",
            DayKeyAsync).Requires(KeyRole.Operate).WithSummary("Read the key of one UTC day's codes");
    }

    internal sealed record BalanceReply(string Type, string Currency, decimal Total, decimal Open, decimal Commerce,
        decimal Available);

    internal sealed record WalletReply(Guid Id, string Code, Guid ContactId, IReadOnlyList<BalanceReply> Balances);

    internal sealed record CodeReply(string Code, bool Rotating, long? Expiration);

    internal sealed record SecretReply(string Secret, string Algorithm);

    internal sealed record DayKeyBody(string? Date);

    internal sealed record DayKeyReply(string Date, string Key, string OtpauthUri);

    private static async Task<Results<Ok<WalletReply>, Refusal>> GetAsync(
        string id, Caller caller, WalletDirectory wallets, WalletReader reader, CancellationToken ct)
    {
        if (await wallets.FindAsync(caller.Tenant, id, ct) is not { } wallet) return Refusal.NotFound("wallet", id);
        var pockets = await reader.BalancesAsync(caller.Tenant, Platform.Tenant(caller.Mode), wallet, ct);
        var balances = pockets.GroupBy(p => (Cash: p.Kind == AccountKind.WalletCash, p.Balance.Currency)).Select(Balance);
        return TypedResults.Ok(new WalletReply(wallet.Id, wallet.Code, wallet.Contact, [.. balances]));
    }

    private static BalanceReply Balance(IGrouping<(bool Cash, Currency Currency), PocketBalance> pockets)
    {
        var none = Money.Zero(pockets.Key.Currency);
        Money Sum(Func<PocketBalance, bool> which) => pockets.Where(which).Aggregate(none, (sum, p) => sum + p.Balance);
        var commerce = Sum(p => p.Kind == AccountKind.CommerceLot);
        var open = Sum(p => p.Kind != AccountKind.CommerceLot);
        var available = pockets.Aggregate(none, (sum, p) => sum + p.Available);
        return new BalanceReply(pockets.Key.Cash ? "CRM" : "BUSINESS", pockets.Key.Currency.Code,
            (open + commerce).Major, open.Major, commerce.Major, available.Major);
    }

    private static async Task<Results<Ok<Page<JournalLine>>, Refusal>> JournalsAsync(
        string id, HttpRequest request, Caller caller, WalletDirectory wallets, WalletJournal journal, CancellationToken ct)
    {
        var (query, refusal) = JournalQuery.Read(request.Query);
        if (query is null) return refusal!;
        if (await wallets.FindAsync(caller.Tenant, id, ct) is not { } wallet) return Refusal.NotFound("wallet", id);
        return TypedResults.Ok(await journal.PageAsync(caller.Tenant, Platform.Tenant(caller.Mode), wallet, query, ct));
    }

    private static async Task<Results<Ok<CodeReply>, Refusal>> CodeAsync(
        string id, Caller caller, WalletDirectory wallets, WalletSecrets secrets, Rewards.RewardBook rewards, BusinessClock clock,
        CancellationToken ct)
    {
        if (await wallets.FindAsync(caller.Tenant, id, ct) is not { } wallet) return Refusal.NotFound("wallet", id);
        if (!(await rewards.OfAsync(caller.Tenant, ct)).Setting.RotatingCodes)
            return TypedResults.Ok(new CodeReply(wallet.Code, false, null));
        var platform = Platform.Tenant(caller.Mode);
        if (await secrets.FindAsync(platform, wallet.Id, ct) is not { } secret)
            return LedgerAnswers.Of(Core.Wallet.WalletCode.OtpNotSetUp)!;
        var now = clock.Now(platform);
        var code = wallet.Code + Totp.At(Totp.DayKey(secret, DateOnly.FromDateTime(now.UtcDateTime)), now);
        return TypedResults.Ok(new CodeReply(code, true, (Totp.StepAt(now) + 1) * Totp.StepSeconds));
    }

    private static async Task<Results<Created<SecretReply>, Refusal>> SetUpAsync(
        string id, Caller caller, WalletDirectory wallets, WalletSecrets secrets, CancellationToken ct)
    {
        if (await wallets.FindAsync(caller.Tenant, id, ct) is not { } wallet) return Refusal.NotFound("wallet", id);
        var secret = await secrets.MakeAsync(Platform.Tenant(caller.Mode), wallet.Id, ct);
        return TypedResults.Created((string?)null,
            new SecretReply(Base32.Encode(secret), "TOTP of HMAC-SHA-256(secret, \"otp\" + UTC date)"));
    }

    private static async Task<Results<Ok<DayKeyReply>, Refusal>> DayKeyAsync(
        string id, DayKeyBody body, Caller caller, WalletDirectory wallets, WalletSecrets secrets, CancellationToken ct)
    {
        if (!DateOnly.TryParseExact(body.Date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Refusal.Of(Codes.Validation, "Send the UTC date whose key is wanted, such as 2026-11-21.", "date",
                "is no date");
        if (await wallets.FindAsync(caller.Tenant, id, ct) is not { } wallet) return Refusal.NotFound("wallet", id);
        if (await secrets.FindAsync(Platform.Tenant(caller.Mode), wallet.Id, ct) is not { } secret)
            return LedgerAnswers.Of(Core.Wallet.WalletCode.OtpNotSetUp)!;
        var key = Totp.DayKey(secret, day);
        var uri = $"otpauth://totp/{wallet.Code}?secret={Base32.Encode(key)}&algorithm=SHA1" +
            $"&digits={Totp.Digits}&period={Totp.StepSeconds}";
        return TypedResults.Ok(new DayKeyReply(body.Date!, Convert.ToHexStringLower(key), uri));
    }
}
