using System.Collections.Concurrent;
using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;

namespace CrmEdge.Cloud.Tests.Purchases;

/// <summary>
/// The ledger, but a test may have the power go before or after an operation of a kind: the operation is not sent, or its
/// answer is lost though it was committed. Cuts are for one business, so that tests beside each other are not hit.
/// </summary>
internal sealed class CuttingLedger(ILedger inner) : ILedger
{
    private readonly ConcurrentDictionary<(Guid Tenant, Type Operation, bool After), int> _cuts = new();

    /// <summary>Cuts the next operation of the kind.</summary>
    public void Cut<TOperation>(Guid tenant, bool after) => _cuts[(tenant, typeof(TOperation), after)] = 1;

    public async Task<TOutcome> SubmitAsync<TOutcome>(IOperation<TOutcome> operation, CancellationToken ct)
    {
        Cross(operation, after: false);
        var outcome = await inner.SubmitAsync(operation, ct);
        Cross(operation, after: true);
        return outcome;
    }

    private void Cross<TOutcome>(IOperation<TOutcome> operation, bool after)
    {
        if (_cuts.TryRemove((TenantOf(operation), operation.GetType(), after), out _))
            throw new LedgerUnavailableException(0, TimeSpan.FromSeconds(1), null);
    }

    // Homes lie under the platform; a claim says for which business it is.
    private static Guid TenantOf<TOutcome>(IOperation<TOutcome> operation) =>
        operation is Core.Wallet.ClaimSpend claim ? claim.Business : operation.Partition.Tenant;
}
