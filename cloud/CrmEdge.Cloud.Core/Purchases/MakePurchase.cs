using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Kernel;
using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>
/// The whole purchase in one batch of the business. A repeat with the same content gets
/// the first answer; a refusal that depended on the books stays one.
/// </summary>
/// <param name="order">What is to be decided.</param>
public sealed class MakePurchase(PurchaseOrder order) : IOperation<PurchaseAnswer>
{
    private readonly Currency _currency = order.Ticket.Currency;

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(order.Tenant);

    private PurchaseKey Key => order.Key;

    private PurchaseAccounts Accounts => new(order.Tenant, order.Contact, order.Organisation, _currency);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<Purchase>(Key.Purchase);
        reads.Refusal(Key.Attempt);
        reads.Find<ReversedSale>(Key.Purchase);
        reads.Find<ContactStanding>(order.Contact);
        if (order.MayRedeem)
        {
            reads.Of<CommerceLot>(order.Contact);
            foreach (var (_, id) in Counters()) reads.Find<SpendCounter>(id);
        }
        new PurchasePosting(order, Accounts).Reads(reads);
    }

    /// <inheritdoc/>
    public Verdict<PurchaseAnswer> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<Purchase>(Key.Purchase) is { } made)
        {
            return made.Attempt == Key.Attempt
                ? Verdict.Keep(new PurchaseAnswer(null, made, Replayed: true))
                : Refused(PurchaseRefusals.ReferenceReused);
        }
        if (books.Find<ReversedSale>(Key.Purchase) is not null) return Refused(PurchaseRefusals.AlreadyReversed);
        if (books.RefusedAs(Key.Attempt) is { } before) return Refused(before);

        var decision = PurchaseRule.Decide(Facts(books, now));
        var code = decision.Code == PurchaseCode.Ok ? CheckLimits(books, decision.Spent) : decision.Code;
        if (code != PurchaseCode.Ok) return DependsOnBooks(code) ? RefusedForGood(code) : Refused(WireName.Of(code));

        var purchase = new PurchasePosting(order, Accounts).Post(books, decision, now);
        if (decision.Spent.Minor > 0) Count(books, decision.Spent);
        return Verdict.Keep(new PurchaseAnswer(null, purchase));
    }

    private PurchaseFacts Facts(Books books, DateTimeOffset now) => new()
    {
        Ticket = order.Ticket,
        Foreign = order.Rung is not null,
        At = order.At,
        Now = now,
        Products = order.Products,
        Offers = order.Offers,
        Pools = order.Pools,
        Lots = order.MayRedeem ? [.. Lots(books).Select(lot => lot.AsLot(books))] : [],
        BusinessPocket = books.Account(Accounts.Pocket.Id)?.Available ?? Money.Zero(_currency),
        CashHeld = order.CashHeld,
        Authority = order.Authority,
        Token = order.Token,
        SpendBlocked = books.Find<ContactStanding>(order.Contact)?.SpendBlocked ?? false,
        Policy = order.Policy,
    };

    private IEnumerable<CommerceLot> Lots(Books books) =>
        books.Of<CommerceLot>(order.Contact).Where(lot => lot.Currency == _currency && !lot.Empty);

    private PurchaseCode CheckLimits(Books books, Money spent)
    {
        if (spent.Minor == 0) return PurchaseCode.Ok;
        foreach (var (limit, id) in Counters())
        {
            var code = limit.Check(Used(books, id), spent);
            if (code == LimitCode.NumberReached) return PurchaseCode.LimitNumberReached;
            if (code == LimitCode.AmountReached) return PurchaseCode.LimitAmountReached;
        }
        return PurchaseCode.Ok;
    }

    private void Count(Books books, Money spent)
    {
        foreach (var (_, id) in Counters())
        {
            var (number, amount) = Used(books, id).And(spent);
            books.Put(new SpendCounter(order.Tenant, id, number, amount));
        }
    }

    private LimitUse Used(Books books, Guid id) => books.Find<SpendCounter>(id) is { } counter
        ? new LimitUse(counter.Number, counter.Amount)
        : new LimitUse(0, Money.Zero(_currency));

    private IEnumerable<(Limit Limit, Guid Id)> Counters() => order.Limits.Select(limit =>
        (limit, SpendCounter.IdOf(order.Tenant, order.Contact, limit.Period.KeyOf(order.At.Local.Date), _currency)));

    // What the request itself lacks is not held against its id: the till mends it and comes again.
    private static bool DependsOnBooks(PurchaseCode code) => code is PurchaseCode.FundsShort or PurchaseCode.SpendBlocked
        or PurchaseCode.LimitNumberReached or PurchaseCode.LimitAmountReached;

    private Verdict<PurchaseAnswer> RefusedForGood(PurchaseCode code)
    {
        if (!order.MayRemember) return Refused(PurchaseRefusals.TooManyRefusals);
        var answer = new PurchaseAnswer(WireName.Of(code), null, Remembered: true);
        return Verdict.RefuseAndRemember(WireName.Of(code), Key.Attempt, answer);
    }

    private static Verdict<PurchaseAnswer> Refused(string code) => Verdict.Refuse(code, new PurchaseAnswer(code, null));
}
