using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>
/// Asks how an attempt ended whose hold was never settled. One that the business never heard of is refused from
/// now on, so that the hold can be freed and no late message makes the purchase after all.
/// </summary>
/// <param name="Tenant">The business.</param>
/// <param name="Key">The purchase and the attempt at it.</param>
public sealed record TombstonePurchase(Guid Tenant, PurchaseKey Key) : IOperation<AttemptEnd>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<Purchase>(Key.Purchase);
        reads.Refusal(Key.Attempt);
    }

    /// <inheritdoc/>
    public Verdict<AttemptEnd> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<Purchase>(Key.Purchase) is { } made && made.Attempt == Key.Attempt)
            return Verdict.Keep(new AttemptEnd(made.SpentCash));
        return books.RefusedAs(Key.Attempt) is not null
            ? Verdict.Keep(new AttemptEnd(null))
            : Verdict.RefuseAndRemember(PurchaseRefusals.Abandoned, Key.Attempt, new AttemptEnd(null));
    }
}

/// <summary>How an attempt ended.</summary>
/// <param name="CashTaken">What the purchase took; null where there is none and never will be.</param>
public readonly record struct AttemptEnd(Money? CashTaken);
