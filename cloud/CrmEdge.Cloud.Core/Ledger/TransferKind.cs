namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>What a transfer does to the two balances. Names are stored; values are not.</summary>
public enum TransferKind
{
    /// <summary>Moves money at once.</summary>
    Posted,

    /// <summary>Holds money until it is posted, voided or its timeout passes.</summary>
    Pending,

    /// <summary>Ends a hold by moving all or part of it; the rest is freed.</summary>
    PostPending,

    /// <summary>Ends a hold by freeing all of it.</summary>
    VoidPending,

    /// <summary>Ends a hold whose timeout has passed.</summary>
    ExpirePending,
}
