using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Kernel;
using CrmEdge.Rules.Lots;

namespace CrmEdge.Cloud.Core.Rewards;

/// <summary>A top-up into a pool: the money may then pay only what the pool allows.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Contact">The contact.</param>
/// <param name="Id">The top-up; also its transfer.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Given">When it was paid; decides the expiry.</param>
public sealed record GiveIntoPool(Guid Tenant, Guid Contact, Guid Id, Pool Pool, Money Amount, DateTimeOffset Given)
    : IOperation<WalletCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    private CommerceLot Lot => CommerceLot.For(Tenant, Contact, Pool, Given, Amount.Currency);

    private Account Gateway => Account.New(Tenant, AccountKind.GatewayClearing, Tenant, Amount.Currency);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<CommerceLot>(Lot.Id);
        reads.Post(Transfer());
    }

    /// <inheritdoc/>
    public Verdict<WalletCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (!Pool.Active) return Refusals.Of(WalletCode.PoolNotFound);
        books.Open(Gateway);
        books.Open(Lot.Account);
        var verdict = Refusals.OfPosting(books.Post(Transfer()));
        if (verdict.Kept) (books.Find<CommerceLot>(Lot.Id) ?? Lot).PutBack(books);
        return verdict;
    }

    private Transfer Transfer() => Ledger.Transfer.Move(
        Tenant, Id, Gateway.Id, Lot.Account.Id, Amount, TransferCode.TopUp, new TransferReferences(Id, Contact, Pool.Id));
}
