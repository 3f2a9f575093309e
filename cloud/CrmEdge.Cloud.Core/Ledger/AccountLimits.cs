namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>What an account does not allow. The values are stored.</summary>
[Flags]
public enum AccountLimits
{
    /// <summary>No limit.</summary>
    None = 0,

    /// <summary>The balance (credits − debits, holds included) never goes below zero.</summary>
    DebitsMustNotExceedCredits = 1,

    /// <summary>The balance (debits − credits, holds included) never goes below zero.</summary>
    CreditsMustNotExceedDebits = 2,

    /// <summary>Nothing may be posted any more.</summary>
    Closed = 4,
}
