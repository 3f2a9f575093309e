using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>A booking key whose sale was taken back before it came; it never becomes a purchase.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">The id that the purchase would have.</param>
/// <param name="At">When the books heard of the reversal.</param>
public sealed record ReversedSale(Guid Tenant, Guid Id, DateTimeOffset At) : IOwned;

/// <summary>
/// Takes back a sale that the books have not seen, whatever way it may still come by. True where it is taken back; false, and
/// nothing is written, where the purchase stands by now and is to be cancelled.
/// </summary>
/// <param name="Tenant">The business.</param>
/// <param name="Purchase">The id that the purchase would have.</param>
public sealed record ReverseUnseen(Guid Tenant, Guid Purchase) : IOperation<bool>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<Purchase>(Purchase);
        reads.Find<ReversedSale>(Purchase);
    }

    /// <inheritdoc/>
    public Verdict<bool> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<Purchase>(Purchase) is not null) return Verdict.Refuse("purchase_stands", false);
        if (books.Find<ReversedSale>(Purchase) is null) books.Put(new ReversedSale(Tenant, Purchase, now));
        return Verdict.Keep(true);
    }
}
