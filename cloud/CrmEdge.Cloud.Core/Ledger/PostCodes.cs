namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>What follows from an answer.</summary>
public static class PostCodes
{
    /// <summary>Such as <c>exceeds_credits</c>: what is stored, logged and sent.</summary>
    public static string Name(this PostCode code) => WireName.Of(code);

    /// <summary>True where the transfer is in the books, by this posting or an earlier one of the same.</summary>
    public static bool IsPosted(this PostCode code) => code is PostCode.Ok or PostCode.Exists;

    /// <summary>
    /// True where another state of the books would have answered otherwise. Such an id is remembered as refused: a repeat
    /// that comes late must not succeed after its caller has gone another way. An expiry that is not due yet is asked again.
    /// </summary>
    public static bool DependsOnState(this PostCode code) => code is
        PostCode.PendingTransferNotFound
        or PostCode.DebitAccountNotFound or PostCode.CreditAccountNotFound
        or PostCode.DebitAccountClosed or PostCode.CreditAccountClosed
        or PostCode.OverflowsDebits or PostCode.OverflowsCredits
        or PostCode.ExceedsCredits or PostCode.ExceedsDebits
        or PostCode.DebitAccountNotEmpty or PostCode.CreditAccountNotEmpty;
}
