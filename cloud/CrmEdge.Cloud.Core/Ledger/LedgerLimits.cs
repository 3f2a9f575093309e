namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>Bounds that hold for every operation.</summary>
public static class LedgerLimits
{
    /// <summary>Names (accounts, transfers, records, owners) one operation may read.</summary>
    public const int OperationReadsMax = 8_000;

    /// <summary>Transfers in one generic posting, linked or not.</summary>
    public const int TransfersMax = 1_000;

    /// <summary>How long a hold may last: ten years.</summary>
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromDays(3_653);
}
