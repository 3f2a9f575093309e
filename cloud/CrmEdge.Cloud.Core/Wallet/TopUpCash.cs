using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>Money paid in through the platform's own gateway becomes cash in a wallet.</summary>
/// <param name="Platform">The platform's tenant.</param>
/// <param name="Wallet">The wallet.</param>
/// <param name="Id">The top-up; also its transfer.</param>
/// <param name="Amount">Above zero.</param>
public sealed record TopUpCash(Guid Platform, Guid Wallet, Guid Id, Money Amount) : IOperation<WalletCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Home(Platform, Wallet);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<WalletHome>(Wallet);
        reads.Post(Transfer(reads.Partition));
    }

    /// <inheritdoc/>
    public Verdict<WalletCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<WalletHome>(Wallet) is null) return Refusals.Of(WalletCode.WalletNotFound);
        books.Open(WalletHome.Platform(Platform, AccountKind.GatewayClearing, books.Partition, Amount.Currency));
        books.Open(WalletHome.Cash(Platform, Wallet, Amount.Currency));
        return Refusals.OfPosting(books.Post(Transfer(books.Partition)));
    }

    private Transfer Transfer(int partition) => Ledger.Transfer.Move(Platform, Id,
        WalletHome.Platform(Platform, AccountKind.GatewayClearing, partition, Amount.Currency).Id,
        WalletHome.Cash(Platform, Wallet, Amount.Currency).Id,
        Amount, TransferCode.TopUp, new TransferReferences(Id, Wallet));
}
