using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Kernel;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>Writes a decided purchase into the books: its transfers, its lots, itself and word to the wallet's home.</summary>
internal sealed class PurchasePosting(PurchaseOrder order, PurchaseAccounts accounts)
{
    private readonly List<PurchaseReward> _rewards = [];

    private Guid Id => order.Key.Purchase;

    public void Reads(ReadSet reads)
    {
        foreach (var offer in order.Offers)
        {
            if (LotFor(offer.Pool) is not { } lot) continue;
            reads.Find<CommerceLot>(lot.Id);
            reads.Post(Award(offer.Id, lot, Money.Zero(lot.Currency)));
        }
        for (var i = 0; order.MayRedeem && i < TicketLimits.LotsMax; i++)
        {
            reads.NewTransfer(RedeemId(i));
        }
        reads.Post(SpendBusiness(order.CashHeld));
        reads.Post(SpendCash(order.CashHeld));
    }

    public Purchase Post(Books books, PurchaseDecision decision, DateTimeOffset now)
    {
        var touched = new Dictionary<Guid, CommerceLot>();
        foreach (var award in decision.Awards) PostAward(books, award, touched);
        foreach (var (i, redemption) in decision.Redemptions.Index()) PostRedemption(books, redemption, i, touched);
        foreach (var lot in touched.Values) lot.PutBack(books);
        foreach (var part in decision.Spends) PostSpend(books, part);

        var purchase = Purchase(decision, now);
        books.Put(purchase);
        foreach (var (i, line) in order.Ticket.Lines.Index()) books.Append(Line(line, i + 1));
        foreach (var reward in _rewards) books.Append(reward);
        if (order is { Claimed: true, Wallet: { } wallet }) books.Append(Settlement(wallet, purchase.SpentCash));
        return purchase;
    }

    private CommerceLot? LotFor(Guid pool) => order.Pools.GetValueOrDefault(pool) is { } found
        ? CommerceLot.For(order.Tenant, order.Contact, found, order.Ticket.At, order.Ticket.Currency)
        : null;

    private void PostAward(Books books, Award award, Dictionary<Guid, CommerceLot> touched)
    {
        var fresh = Invariant.NotNull(LotFor(award.Pool));
        var lot = books.Find<CommerceLot>(fresh.Id) ?? fresh;
        books.Open(accounts.Funding);
        books.Open(lot.Account);
        Do(books, Award(award.Offer, lot, award.Amount));
        touched[lot.Id] = lot;
        Add(RewardType.Award, award.Amount, award.Why, award.Offer, award.Pool, lot.Id);
    }

    private void PostRedemption(Books books, Redemption redemption, int number, Dictionary<Guid, CommerceLot> touched)
    {
        // An instant award goes by its offer's id until it has a lot (PurchaseDecision.Redemptions).
        var fresh = order.Offers.Any(offer => offer.Id == redemption.Lot) ? LotFor(redemption.Pool)!.Id : redemption.Lot;
        if (!touched.TryGetValue(fresh, out var lot)) touched[fresh] = lot = Invariant.NotNull(books.Find<CommerceLot>(fresh));
        books.Open(accounts.Pocket);
        Do(books, Transfer.Move(order.Tenant, RedeemId(number), lot.Account.Id, accounts.Pocket.Id, redemption.Amount,
            TransferCode.Redeem, new TransferReferences(Id, lot.Id, redemption.Pool)));
        Add(RewardType.Redeem, redemption.Amount, redemption.Why, redemption.Pool, redemption.Pool, lot.Id);
    }

    private void PostSpend(Books books, SpendPart part)
    {
        var business = part.Pocket == Pocket.Business;
        books.Open(business ? accounts.Pocket : accounts.InTransit);
        books.Open(accounts.Sales);
        Do(books, business ? SpendBusiness(part.Amount) : SpendCash(part.Amount));
        Add(business ? RewardType.SpendBusiness : RewardType.SpendCash, part.Amount, part.Why);
    }

    // The decision saw these very balances: a posting that is refused is our bug, and nothing of the purchase is kept.
    private static void Do(Books books, Transfer transfer)
    {
        var code = books.Post(transfer);
        Invariant.Holds(code == PostCode.Ok, $"{transfer.Code} was decided, so it can be posted, not {code}");
    }

    private void Add(RewardType type, Money amount, string why, Guid? rule = null, Guid? pool = null, Guid? lot = null) =>
        _rewards.Add(new PurchaseReward(order.Tenant, Id, _rewards.Count + 1, type, amount, why, rule, pool, lot));

    private Guid RedeemId(int number) => NamedId.Of(Id, $"redeem:{number}");

    private Transfer Award(Guid offer, CommerceLot lot, Money amount) => Transfer.Move(
        order.Tenant, NamedId.Of(Id, $"award:{offer:N}"), accounts.Funding.Id, lot.Account.Id, amount,
        TransferCode.Award, new TransferReferences(Id, lot.Id, offer));

    private Transfer SpendBusiness(Money amount) => Transfer.Move(
        order.Tenant, NamedId.Of(Id, "spend:business"), accounts.Pocket.Id, accounts.Sales.Id, amount,
        TransferCode.Spend, new TransferReferences(Id, order.Contact));

    private Transfer SpendCash(Money amount) => Transfer.Move(
        order.Tenant, NamedId.Of(Id, "spend:cash"), accounts.InTransit.Id, accounts.Sales.Id, amount,
        TransferCode.CrossTenant, new TransferReferences(Id, order.Contact));

    private PurchaseLine Line(TicketLine line, int number) => new(
        order.Tenant, Id, number, line.Sku, line.Name, line.Quantity, line.Amounts.Net, line.Amounts.Tax);

    private HomeMessage Settlement(Guid wallet, Money cash) => new(
        order.Tenant, NamedId.Of(order.Key.Attempt, "settle"), HomeMessageType.SettleHold, wallet, Id, order.Key.Attempt, cash);

    private Purchase Purchase(PurchaseDecision decision, DateTimeOffset now) => new()
    {
        Tenant = order.Tenant,
        Id = Id,
        Attempt = order.Key.Attempt,
        Contact = order.Contact,
        Wallet = order.Wallet,
        Organisation = order.Organisation,
        Tap = order.Tap,
        BusinessDay = order.Ticket.BusinessDay,
        Reference = order.Ticket.Reference,
        Classification = order.Classification,
        PaymentMedium = order.Ticket.PaymentMedium,
        At = order.Ticket.At,
        RecordedAt = now,
        Net = order.Ticket.Amounts.Net,
        Tax = order.Ticket.Amounts.Tax,
        Total = order.Ticket.Amounts.Total,
        Discount = order.Ticket.Discount,
        Rung = order.Rung,
        Rate = order.Rate,
        Awarded = decision.Awarded,
        Redeemed = decision.Redeemed,
        SpentBusiness = decision.From(Pocket.Business),
        SpentCash = decision.From(Pocket.Cash),
        AmountToPay = decision.AmountToPay,
        Trace = order.Trace,
    };
}
