using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>
/// Takes a purchase back: what was spent returns to its pockets, what was redeemed to its lots, and
/// then awards are taken away. What has been used meanwhile cannot be: it goes to the contact's arrears.
/// </summary>
/// <param name="purchase">The purchase, as read from the books.</param>
/// <param name="rewards">All that it moved.</param>
public sealed class CancelPurchase(Purchase purchase, IReadOnlyList<PurchaseReward> rewards) : IOperation<PurchaseAnswer>
{
    private readonly PurchaseAccounts _accounts =
        new(purchase.Tenant, purchase.Contact, purchase.Organisation, purchase.Total.Currency);

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(purchase.Tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<Purchase>(purchase.Id);
        foreach (var reward in rewards)
        {
            if (reward.Lot is { } lot) reads.Find<CommerceLot>(lot);
            reads.Post(Back(reward, reward.Amount));
            reads.Post(Owed(reward, reward.Amount));
        }
    }

    /// <inheritdoc/>
    public Verdict<PurchaseAnswer> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<Purchase>(purchase.Id) is not { } stands) return Refused(PurchaseRefusals.NotFound);
        if (stands.State == PurchaseState.Cancelled) return Refused(PurchaseRefusals.CancelledBefore);

        var arrears = Money.Zero(purchase.Total.Currency);
        foreach (var reward in rewards.OrderByDescending(reward => reward.Type).ThenBy(reward => reward.Number))
            arrears += TakeBack(books, reward);
        foreach (var lot in rewards.Select(reward => reward.Lot).OfType<Guid>().Distinct())
            Invariant.NotNull(books.Find<CommerceLot>(lot)).PutBack(books);

        var cancelled = stands with { State = PurchaseState.Cancelled, Arrears = arrears };
        books.Put(cancelled);
        if (stands is { SpentCash.Minor: > 0, Wallet: { } wallet }) books.Append(Refund(wallet, stands.SpentCash));
        return Verdict.Keep(new PurchaseAnswer(null, cancelled));
    }

    // By type from last to first: spends, then redemptions, then awards, so that what an award paid for is back in its lot
    // before the award is taken away.
    private Money TakeBack(Books books, PurchaseReward reward)
    {
        var there = Source(reward) is { } limited ? books.Account(limited)!.Available : reward.Amount;
        var taken = Money.Min(reward.Amount, there);
        var owed = reward.Amount - taken;
        if (taken.Minor > 0) Do(books, Back(reward, taken));
        if (owed.Minor == 0) return owed;
        books.Open(_accounts.Arrears);
        Do(books, Owed(reward, owed));
        return owed;
    }

    /// <summary>The contact's account that money is taken back from; null where it comes from the business's side.</summary>
    private Guid? Source(PurchaseReward reward) => reward.Type switch
    {
        RewardType.Award => Lot(reward),
        RewardType.Redeem => _accounts.Pocket.Id,
        _ => null,
    };

    private Transfer Back(PurchaseReward reward, Money amount)
    {
        var (from, to) = reward.Type switch
        {
            RewardType.Award => (Lot(reward), _accounts.Funding.Id),
            RewardType.Redeem => (_accounts.Pocket.Id, Lot(reward)),
            RewardType.SpendBusiness => (_accounts.Sales.Id, _accounts.Pocket.Id),
            _ => (_accounts.Sales.Id, _accounts.InTransit.Id),
        };
        return Move(reward, "cancel", from, to, amount, TransferCode.Reversal);
    }

    private Transfer Owed(PurchaseReward reward, Money amount)
    {
        var to = reward.Type == RewardType.Redeem ? Lot(reward) : _accounts.Funding.Id;
        return Move(reward, "arrears", _accounts.Arrears.Id, to, amount, TransferCode.ArrearsBooked);
    }

    private Transfer Move(PurchaseReward reward, string name, Guid from, Guid to, Money amount, TransferCode code) =>
        Transfer.Move(purchase.Tenant, NamedId.Of(purchase.Id, $"{name}:{reward.Number}"), from, to, amount, code,
            new TransferReferences(purchase.Id, reward.Lot ?? purchase.Contact, reward.Rule));

    private Guid Lot(PurchaseReward reward) =>
        CommerceLot.AccountOf(purchase.Tenant, reward.Lot!.Value, reward.Amount.Currency).Id;

    private static void Do(Books books, Transfer transfer)
    {
        var code = books.Post(transfer);
        Invariant.Holds(code == PostCode.Ok, $"{transfer.Code} takes what is there, so it can be posted, not {code}");
    }

    private HomeMessage Refund(Guid wallet, Money cash) => new(
        purchase.Tenant, NamedId.Of(purchase.Id, "refund"), HomeMessageType.RefundCash, wallet, purchase.Id, purchase.Attempt,
            cash);

    private static Verdict<PurchaseAnswer> Refused(string code) => Verdict.Refuse(code, new PurchaseAnswer(code, null));
}
