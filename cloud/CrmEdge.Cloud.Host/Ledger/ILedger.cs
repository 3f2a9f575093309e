using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>The only way to change what partitions own.</summary>
public interface ILedger
{
    /// <summary>
    /// Decides the operation with others in one batch and answers after the batch's commit. Cancelling stops the waiting; the
    /// operation itself is then done whole or not at all, and a repeat with the same ids finds out which.
    /// </summary>
    /// <exception cref="LedgerException">
    /// It was not decided; <see cref="LedgerException.Retry"/> says whether to send it again.
    /// </exception>
    Task<TOutcome> SubmitAsync<TOutcome>(IOperation<TOutcome> operation, CancellationToken ct);
}
