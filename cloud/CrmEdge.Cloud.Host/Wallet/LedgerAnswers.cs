using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Ledger;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>What the ledger and its operations say, as answers of the API.</summary>
internal static class LedgerAnswers
{
    private static readonly Dictionary<WalletCode, string> Messages = new()
    {
        [WalletCode.WalletNotFound] = "The contact has no wallet yet. It is opened within moments of the contact; try again.",
        [WalletCode.AmountNotPositive] = "Send an amount above zero.",
        [WalletCode.IdReused] = "This id stands for another movement already. Send a new id for a new movement.",
        [WalletCode.FundsShort] = "Not so much is in the wallet. Send a smaller amount, or top it up first.",
        [WalletCode.PoolNotFound] =
            "There is no such commerce pool, or it is not active. List /commerce_pools and send one of them.",
        [WalletCode.TokenUnknown] = "This token is not known at this business. Ask the customer for a new one.",
        [WalletCode.TokenExpired] = "The token is too old. Ask the customer for a new one.",
        [WalletCode.TokenUsed] = "The token was used before. Ask the customer for a new one.",
        [WalletCode.OtpNotSetUp] = "The wallet has no one-time codes. Set them up under /wallets/{id}/otp, or use a spend token.",
        [WalletCode.OtpWrong] = "The one-time code is wrong. Ask the customer for the code shown now.",
        [WalletCode.OtpExpired] = "The one-time code has expired. Ask the customer for the code shown now.",
        [WalletCode.OtpUsed] = "The one-time code was used before. Wait for the next one, at most 30 seconds.",
        [WalletCode.WalletLocked] =
            "Too many wrong codes for this wallet. Wait at least as long as Retry-After says, or use a spend token.",
        [WalletCode.TerminalLocked] = "Too many wrong codes at this till. Wait at least as long as Retry-After says.",
        [WalletCode.ClaimReleased] = "This attempt at the purchase is over. Ring it again under a new reference.",
    };

    private static readonly TimeSpan LockedFor = TimeSpan.FromSeconds(30);

    /// <summary>A refusal by name: its code as the error's last part and, as it is, in parameters.</summary>
    public static Refusal Refused(string code, string message, string? field = null)
    {
        var parameters = new Dictionary<string, string> { ["code"] = code };
        if (field is not null) parameters[field] = "is what was refused";
        return new Refusal(ErrorOf(code), message) { Parameters = parameters };
    }

    /// <summary>Null where it is no refusal.</summary>
    public static Refusal? Of(WalletCode code)
    {
        if (code == WalletCode.Ok) return null;
        var refusal = Refused(WireName.Of(code), Messages[code]);
        return code is WalletCode.WalletLocked or WalletCode.TerminalLocked ? refusal with { RetryAfter = LockedFor } : refusal;
    }

    /// <summary>Answers 503 where the ledger could not decide, so that the caller repeats itself with the same ids.</summary>
    public static async ValueTask<object?> Filter(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (LedgerException e) when (e.Retry)
        {
            return new Refusal(Codes.Unavailable, e.Message, StatusCodes.Status503ServiceUnavailable)
            {
                RetryAfter = TimeSpan.FromSeconds(1),
            };
        }
    }

    private static string ErrorOf(string code) => code switch
    {
        "funds_short" => "CRM.EXCEPTIONS.CANNOTSPENDAMOUNTWALLETBALANCENOTENOUGHEXCEPTION",
        _ => $"CRM.EXCEPTIONS.{code.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()}EXCEPTION",
    };
}
