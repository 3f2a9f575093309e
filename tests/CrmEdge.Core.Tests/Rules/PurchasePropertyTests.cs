using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Purchasing;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

public sealed class PurchasePropertyTests
{
    private static readonly Gen<Lot> Lots =
        from cents in Gen.Choose(1, 900)
        from pool in Gen.Elements(Anything.Id, Coffee.Id)
        from days in Gen.Choose(-2, 20)
        select Lot(cents / 100m) with { Pool = pool, Expires = Noon.AddDays(days) };

    private static readonly Gen<LineDraft> Lines =
        from cents in Gen.Choose(0, 900)
        from taxPercent in Gen.Choose(0, 25)
        from family in Gen.Elements("COFFEE", "CAKE")
        select Line($"S{cents % 4}", 1, cents / 100m, cents * taxPercent / 100 / 100m, family);

    private static readonly Gen<PurchaseFacts> Cases =
        from lines in Lines.NonEmptyListOf()
        from lots in Lots.ListOf()
        from asked in Gen.Choose(-1, 3_000)
        from pockets in Gen.Choose(0, 1_500).Two()
        from flags in Gen.Choose(0, 63)
        select Case(lines, lots, asked, pockets, flags);

    [Fact]
    public void Nothing_is_taken_that_is_not_there_and_everything_adds_up() => ForAll.Cases(Cases, facts =>
    {
        var decision = PurchaseRule.Decide(facts);
        if (decision.Code != PurchaseCode.Ok)
            return decision.Awards.Count + decision.Redemptions.Count + decision.Spends.Count == 0;
        var instant = decision.Awards.Where(a => a.Timing == AwardTiming.Instant).ToDictionary(a => a.Offer, a => a.Amount);
        var lots = facts.Lots.ToDictionary(lot => lot.Id);
        var withinLots = decision.Redemptions.All(r => lots.TryGetValue(r.Lot, out var lot)
            ? r.Amount <= lot.Left && lot.Expires > Noon && lot.Pool == r.Pool
            : r.Amount <= instant[r.Lot]);
        var lowered = decision.Redemptions.Aggregate(Eur(0), (sum, r) => sum + r.TaxLowered);
        return withinLots
            && decision.Redemptions.Select(r => r.Lot).Distinct().Count() == decision.Redemptions.Count
            && decision.From(Pocket.Business) <= facts.BusinessPocket + decision.Redeemed
            && decision.From(Pocket.Cash) <= facts.CashHeld
            && decision.Spent + lowered + decision.AmountToPay == facts.Ticket.Amounts.Total
            && decision.AmountToPay.Minor >= 0
            && (facts.Ticket.Spend?.Amount is not { } asked || decision.Spent <= asked)
            && (facts.Policy.Reduction == ReductionMode.BackEnd || decision.Redeemed <= decision.Spent)
            && decision.Awards.All(a => a.Amount.Minor > 0) && decision.Spends.All(s => s.Amount.Minor > 0);
    }, count: 2_000);

    [Fact]
    public void Money_for_coffee_pays_no_more_than_the_coffee() => ForAll.Cases(Cases, facts =>
    {
        var decision = PurchaseRule.Decide(facts);
        var coffee = Basket.Of(facts.Ticket, facts.Products).ValueOf(Coffee.Conditions);
        return decision.Redemptions.Where(r => r.Pool == Coffee.Id).Aggregate(Eur(0), (sum, r) =>
            sum + r.Amount + r.TaxLowered) <= coffee;
    }, count: 2_000);

    [Fact]
    public void More_money_never_spends_less() => ForAll.Cases(Cases, facts =>
    {
        var richer = facts with { BusinessPocket = facts.BusinessPocket + Eur(1), CashHeld = facts.CashHeld + Eur(1) };
        var (less, more) = (PurchaseRule.Decide(facts), PurchaseRule.Decide(richer));
        return less.Code != PurchaseCode.Ok || more.Spent >= less.Spent;
    });

    [Fact]
    public void The_same_facts_are_decided_alike() => ForAll.Cases(Cases, facts =>
    {
        var (once, again) = (PurchaseRule.Decide(facts), PurchaseRule.Decide(facts));
        return once.Code == again.Code && once.Awards.SequenceEqual(again.Awards)
            && once.Redemptions.SequenceEqual(again.Redemptions) && once.Spends.SequenceEqual(again.Spends);
    });

    private static PurchaseFacts Case(
        List<LineDraft> lines, List<Lot> lots, int asked, (int Business, int Cash) pockets, int flags)
    {
        SpendDraft? spend = asked < 0 ? null : new(asked == 0 ? null : asked / 100m, Bit(flags, 0));
        var tax = Bit(flags, 1) ? PoolTax.SalesReduction : PoolTax.PaymentMethod;
        return Facts(business: pockets.Business / 100m, cash: pockets.Cash / 100m) with
        {
            Ticket = Read(Draft with { Amounts = default, Lines = lines, Spend = spend }),
            Lots = [.. lots.Select((lot, i) => lot with { Id = Id(1_000 + i) })],
            Pools = Pools(Anything with { Tax = tax }, Coffee),
            Offers = [Offer("A", 5), Offer("B", 20) with { Timing = Bit(flags, 2) ? AwardTiming.Instant : AwardTiming.Deferred }],
            Policy = new RewardPolicy
            {
                Redeem = Bit(flags, 3) ? RedeemMode.Automatic : RedeemMode.OnRequest,
                Reduction = Bit(flags, 4) ? ReductionMode.BackEnd : ReductionMode.FrontEnd,
                Resolution = Bit(flags, 5) ? OfferResolution.Best : OfferResolution.All,
            },
        };
    }

    private static bool Bit(int flags, int bit) => (flags & (1 << bit)) != 0;
}
