using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>
/// Moves open money of a contact with one business: a top-up through the business's gateway, or a journal by hand.
/// </summary>
/// <param name="Tenant">The business.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Id">The top-up or journal; also its transfer.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Movement">Which of them.</param>
public sealed record MovePocket(Guid Tenant, Guid Contact, Guid Id, Money Amount, PocketMovement Movement)
    : IOperation<WalletCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    private Account Counter => Account.New(
        Tenant, Movement == PocketMovement.TopUp ? AccountKind.GatewayClearing : AccountKind.Suspense, Tenant, Amount.Currency);

    private Account Pocket => BusinessPocket.Of(Tenant, Contact, Amount.Currency);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Post(Transfer());
    }

    /// <inheritdoc/>
    public Verdict<WalletCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        books.Open(Counter);
        books.Open(Pocket);
        return Refusals.OfPosting(books.Post(Transfer()));
    }

    private Transfer Transfer()
    {
        var code = Movement == PocketMovement.TopUp ? TransferCode.TopUp : TransferCode.ManualJournal;
        var (debit, credit) = Movement == PocketMovement.Debit ? (Pocket.Id, Counter.Id) : (Counter.Id, Pocket.Id);
        return Ledger.Transfer.Move(Tenant, Id, debit, credit, Amount, code, new TransferReferences(Id, Contact));
    }
}

/// <summary>How open money with a business moves.</summary>
public enum PocketMovement
{
    /// <summary>Paid in through the business's gateway.</summary>
    TopUp,

    /// <summary>Given by hand.</summary>
    Credit,

    /// <summary>Taken by hand.</summary>
    Debit,
}
