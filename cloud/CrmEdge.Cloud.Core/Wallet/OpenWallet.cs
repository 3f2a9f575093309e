using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>Opens a wallet's home. A repeat answers with the code it has.</summary>
/// <param name="Platform">The platform's tenant.</param>
/// <param name="Wallet">The wallet.</param>
/// <param name="Code">Sixteen digits that no other wallet has; the database refuses a double.</param>
public sealed record OpenWallet(Guid Platform, Guid Wallet, string Code) : IOperation<WalletHome>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Home(Platform, Wallet);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<WalletHome>(Wallet);
    }

    /// <inheritdoc/>
    public Verdict<WalletHome> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<WalletHome>(Wallet) is { } open) return Verdict.Keep(open);
        var home = new WalletHome { Tenant = Platform, Id = Wallet, Code = Code };
        books.Put(home);
        return Verdict.Keep(home);
    }
}
