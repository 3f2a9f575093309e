using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>Verdicts whose outcome is a code.</summary>
internal static class Refusals
{
    public static Verdict<WalletCode> Of(WalletCode code) => Verdict.Refuse(WireName.Of(code), code);

    /// <summary>What posting one transfer of its own id comes to.</summary>
    public static Verdict<WalletCode> OfPosting(PostCode code) => code switch
    {
        PostCode.Ok or PostCode.Exists => Verdict.Keep(WalletCode.Ok),
        PostCode.AmountMustBePositive => Of(WalletCode.AmountNotPositive),
        PostCode.ExceedsCredits or PostCode.DebitAccountNotFound => Of(WalletCode.FundsShort),
        _ => Of(WalletCode.IdReused),
    };
}
