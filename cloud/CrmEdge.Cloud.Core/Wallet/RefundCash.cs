using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>Gives cash back that a cancelled purchase had taken.</summary>
/// <param name="Platform">The platform's tenant.</param>
/// <param name="Wallet">The wallet.</param>
/// <param name="Id">The refund; also its transfer.</param>
/// <param name="Purchase">The purchase.</param>
/// <param name="Amount">Above zero.</param>
public sealed record RefundCash(Guid Platform, Guid Wallet, Guid Id, Guid Purchase, Money Amount) : IOperation<WalletCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Home(Platform, Wallet);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Post(Transfer(reads.Partition));
    }

    /// <inheritdoc/>
    public Verdict<WalletCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        books.Open(WalletHome.Platform(Platform, AccountKind.InTransit, books.Partition, Amount.Currency));
        books.Open(WalletHome.Cash(Platform, Wallet, Amount.Currency));
        return Refusals.OfPosting(books.Post(Transfer(books.Partition)));
    }

    private Transfer Transfer(int partition) => Ledger.Transfer.Move(Platform, Id,
        WalletHome.Platform(Platform, AccountKind.InTransit, partition, Amount.Currency).Id,
        WalletHome.Cash(Platform, Wallet, Amount.Currency).Id,
        Amount, TransferCode.CrossTenant, new TransferReferences(Purchase, Wallet));
}
