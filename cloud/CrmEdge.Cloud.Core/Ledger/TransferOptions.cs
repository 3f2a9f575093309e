namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>How a move or hold is done. The values are stored.</summary>
[Flags]
public enum TransferOptions
{
    /// <summary>The amount exactly, and both accounts stay open.</summary>
    None = 0,

    /// <summary>Up to the amount: no more than the debit account has available.</summary>
    BalancingDebit = 1,

    /// <summary>Up to the amount: no more than the credit account is owed.</summary>
    BalancingCredit = 2,

    /// <summary>Closes the debit account, which must be empty after the move.</summary>
    ClosingDebit = 4,

    /// <summary>Closes the credit account, which must be empty after the move.</summary>
    ClosingCredit = 8,
}
