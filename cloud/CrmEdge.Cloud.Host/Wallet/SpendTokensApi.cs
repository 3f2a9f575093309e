using CrmEdge.Cloud.Core.Keys;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Api;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>Tokens with which a contact spends.</summary>
internal static class SpendTokensApi
{
    public static void Map(IEndpointRouteBuilder backOffice) =>
        backOffice.MapGroup("/contacts").WithTags("Wallets").MapPost("/{id}/tokens", IssueAsync).Requires(KeyRole.Operate)
            .WithSummary("Issue a token that lets the contact spend once, at this business, within minutes");

    internal enum TokenIntent
    {
        Spend,
    }

    /// <summary>Without an amount the token spends as much as possible.</summary>
    internal sealed record NewToken(TokenIntent? Intent, decimal? SpendAmount, string? CurrencyCode);

    internal sealed record TokenReply(string Value, string AlternativeToken, long Expiration, decimal? SpendAmount);

    private static async Task<Results<Created<TokenReply>, Refusal>> IssueAsync(
        string id, NewToken body, Caller caller, WalletDirectory wallets, SpendTokens tokens, CancellationToken ct)
    {
        var (amount, checks) = (default(Money?), new FieldChecks().Required("intent", body.Intent));
        if (body.SpendAmount is { } major)
        {
            var known = Currency.TryParse(body.CurrencyCode ?? caller.Currency.Code, out var currency);
            checks.That(known, "currency_code", "is no ISO 4217 currency");
            if (known && Money.TryFromMajor(major, currency, out var money)) amount = money;
            else checks.Add("spend_amount", "has more decimals than its currency");
        }
        if (checks.Refusal is { } wrong) return wrong;
        if (await wallets.OfContactAsync(caller.Tenant, id,
            ct) is not { } wallet) return Refusal.NotFound("contact with a wallet", id);
        var issued = await tokens.IssueAsync(Platform.Tenant(caller.Mode), caller.Tenant, wallet.Id, amount, ct);
        if (LedgerAnswers.Of(issued.Code) is { } refusal) return refusal;
        var reply = new TokenReply(issued.Scanned, issued.Keyed, issued.Expires.Epoch(), amount?.Major);
        return TypedResults.Created((string?)null, reply);
    }
}
