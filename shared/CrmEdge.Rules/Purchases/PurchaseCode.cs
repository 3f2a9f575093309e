namespace CrmEdge.Rules.Purchases;

/// <summary>Why a purchase that makes sense is refused all the same. A refusal moves no money.</summary>
public enum PurchaseCode
{
    /// <summary>It is not.</summary>
    Ok,

    /// <summary>Nothing came that says the contact wants to spend: neither a token nor its one-time code.</summary>
    SpendNotAuthorised,

    /// <summary>Token and request name different amounts.</summary>
    TokenAmountMismatch,

    /// <summary>Wallet money is spent in its own currency only.</summary>
    SpendInForeignCurrency,

    /// <summary>The contact may not spend.</summary>
    SpendBlocked,

    /// <summary>All or nothing was asked for, and not all is there.</summary>
    FundsShort,

    /// <summary>The contact has spent as often as its limit allows.</summary>
    LimitNumberReached,

    /// <summary>The contact would spend more than its limit allows.</summary>
    LimitAmountReached,
}
