using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Rewards;

/// <summary>Takes what is left of a lot once it has expired.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Lot">The lot.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Run">Makes the transfer's id: a lot that a cancelled purchase fills again may expire again.</param>
public sealed record ExpireLot(Guid Tenant, Guid Lot, Currency Currency, Guid Run) : IOperation<Money>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(Tenant);

    private Account Breakage => Account.New(Tenant, AccountKind.Breakage, Tenant, Currency);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<CommerceLot>(Lot);
        reads.Post(Transfer(Money.Zero(Currency)));
    }

    /// <inheritdoc/>
    public Verdict<Money> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        var none = Money.Zero(Currency);
        if (books.Find<CommerceLot>(Lot) is not { } lot || lot.Expires is null || lot.Expires > now) return Verdict.Keep(none);
        var left = lot.AsLot(books).Left;
        if (left <= none) return Verdict.Keep(none);
        books.Open(Breakage);
        Invariant.Holds(books.Post(Transfer(left)) == PostCode.Ok);
        lot.PutBack(books);
        return Verdict.Keep(left);
    }

    private Transfer Transfer(Money amount) => Ledger.Transfer.Move(
        Tenant, NamedId.Of(Run, $"expire:{Lot:N}"), CommerceLot.AccountOf(Tenant, Lot, Currency).Id, Breakage.Id,
        amount, TransferCode.Expiry, new TransferReferences(Run, Lot));
}
