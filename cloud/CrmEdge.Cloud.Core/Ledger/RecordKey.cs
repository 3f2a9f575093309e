namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The key that every row of cloud data has: nothing is found without its tenant.</summary>
/// <param name="Tenant">The business, live or test.</param>
/// <param name="Id">The id within it.</param>
public readonly record struct RecordKey(Guid Tenant, Guid Id)
{
    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();
}
