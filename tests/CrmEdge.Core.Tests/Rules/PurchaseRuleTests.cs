using System.Globalization;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Purchasing;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

public sealed class PurchaseRuleTests
{
    private static readonly (string What, PurchaseFacts Facts, PurchaseCode Code)[] Refusals =
    [
        ("award only", Facts(), PurchaseCode.Ok),
        ("spend by nobody", Facts(spend: 4) with { Authority = SpendAuthority.None }, PurchaseCode.SpendNotAuthorised),
        ("token of another amount", Facts(spend: 4, business: 9) with { Token = new(Eur(5)) }, PurchaseCode.TokenAmountMismatch),
        ("spend abroad", Facts(spend: 4, business: 9) with { Foreign = true }, PurchaseCode.SpendInForeignCurrency),
        ("blocked", Facts(spend: 4, business: 9) with { SpendBlocked = true }, PurchaseCode.SpendBlocked),
        ("all or nothing", Facts(spend: 4, business: 3, cash: 0.99m, restrict: true), PurchaseCode.FundsShort),
        ("all of it", Facts(spend: 4, business: 3, cash: 1, restrict: true), PurchaseCode.Ok),
    ];

    public static TheoryData<string> RefusalRows => [.. Refusals.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(RefusalRows))]
    public void A_refusal_has_its_code_and_does_nothing(string what)
    {
        var (_, facts, code) = Refusals.Single(row => row.What == what);
        var decision = PurchaseRule.Decide(facts);
        Assert.Equal(code, decision.Code);
        if (code != PurchaseCode.Ok) Assert.Equal((0, 0, 0),
            (decision.Awards.Count, decision.Redemptions.Count, decision.Spends.Count));
    }

    [Fact]
    public void Every_code_but_those_of_limits_is_in_the_table() => // limits count in the books: MakePurchase reaches theirs
        Assert.Equal([PurchaseCode.LimitNumberReached, PurchaseCode.LimitAmountReached],
            Enum.GetValues<PurchaseCode>().Except(Refusals.Select(row => row.Code)));

    [Theory] // asked (0: as much as possible), lot, business, cash -> redeemed, spent from business, from cash, left to pay
    [InlineData(4, 1, 5, 5, 1, 4, 0, 6)]
    [InlineData(4, 1, 2, 5, 1, 3, 1, 6)]
    [InlineData(4, 1, 1, 1, 1, 2, 1, 7)]
    [InlineData(4, 9, 5, 5, 4, 4, 0, 6)]
    [InlineData(0, 1, 2, 5, 1, 3, 5, 2)]
    [InlineData(0, 0, 0, 0, 0, 0, 0, 10)]
    [InlineData(0, 99, 99, 99, 10, 10, 0, 0)]
    [InlineData(12, 1, 1, 99, 1, 2, 8, 0)]
    public void Pools_pay_before_business_money_and_that_before_cash(
        int asked, int lot, int business, int cash, int redeemed, int fromBusiness, int fromCash, int due)
    {
        var facts = Facts(spend: asked, business: business, cash: cash) with { Lots = lot > 0 ? [Lot(lot)] : [] };
        var decision = PurchaseRule.Decide(facts);
        Assert.Equal((Eur(redeemed), Eur(fromBusiness), Eur(fromCash), Eur(due)),
            (decision.Redeemed, decision.From(Pocket.Business), decision.From(Pocket.Cash), decision.AmountToPay));
        Assert.Equal(Eur(fromBusiness + fromCash), decision.Spent);
    }

    [Fact]
    public void A_trusted_caller_spends_business_money_and_never_cash()
    {
        var decision = PurchaseRule.Decide(Facts(spend: 4, business: 1, cash: 9) with { Authority = SpendAuthority.Caller });
        Assert.Equal((Eur(1), Eur(0)), (decision.From(Pocket.Business), decision.From(Pocket.Cash)));
    }

    [Fact]
    public void A_token_alone_spends_what_it_allows() =>
        Assert.Equal(Eur(3), PurchaseRule.Decide(Facts(business: 9) with { Token = new(Eur(3)) }).Spent);

    [Theory]
    [InlineData(AwardTiming.Instant, 0.50)]
    [InlineData(AwardTiming.Deferred, 0)]
    public void An_instant_award_pays_its_own_purchase_and_a_deferred_one_does_not(AwardTiming timing, double spent)
    {
        var decision = PurchaseRule.Decide(Facts(spend: 4) with { Offers = [Offer("A", 5) with { Timing = timing }] });
        Assert.Equal((Eur(0.50m), Eur((decimal)spent)), (decision.Awarded, decision.Spent));
        if (timing == AwardTiming.Instant) Assert.Equal(decision.Awards[0].Offer, decision.Redemptions[0].Lot);
    }

    [Theory]
    [InlineData(RedeemMode.OnRequest, ReductionMode.FrontEnd, 0, 0, 10)]
    [InlineData(RedeemMode.Automatic, ReductionMode.FrontEnd, 3, 3, 7)]
    [InlineData(RedeemMode.Automatic, ReductionMode.BackEnd, 3, 0, 10)]
    public void Unasked_a_pool_waits_or_lowers_what_is_due_or_becomes_open_money(
        RedeemMode redeem, ReductionMode reduction, int redeemed, int spent, int due)
    {
        var policy = new RewardPolicy { Redeem = redeem, Reduction = reduction };
        var facts = Facts(business: 5, cash: 5) with { Lots = [Lot(3)], Policy = policy, Authority = SpendAuthority.None };
        var decision = PurchaseRule.Decide(facts);
        Assert.Equal((Eur(redeemed), Eur(spent), Eur(due)), (decision.Redeemed, decision.Spent, decision.AmountToPay));
        Assert.Equal(Eur(0), PurchaseRule.Decide(facts with { SpendBlocked = true }).Redeemed);
    }

    [Theory]
    [InlineData(PoolTax.PaymentMethod, 4.20, 0, 5.80)]
    [InlineData(PoolTax.SalesReduction, 4.20, 0.80, 5.00)]
    public void A_sales_reduction_lowers_tax_and_a_means_of_payment_does_not(PoolTax tax, double spent, double lowered,
        double due)
    {
        var decision = PurchaseRule.Decide(Facts(spend: 9) with { Lots = [Lot(4.20m)],
            Pools = Pools(Anything with { Tax = tax }) });
        Assert.Equal((Eur((decimal)spent), Eur((decimal)lowered), Eur((decimal)due)),
            (decision.Spent, decision.Redemptions[0].TaxLowered, decision.AmountToPay));
    }

    [Fact]
    public void A_sales_reduction_that_takes_all_of_the_price_covers_everything()
    {
        var facts = Facts(spend: 10, restrict: true) with { Lots = [Lot(99)],
            Pools = Pools(Anything with { Tax = PoolTax.SalesReduction }) };
        var decision = PurchaseRule.Decide(facts);
        Assert.Equal((PurchaseCode.Ok, Eur(8.40m), Eur(0)), (decision.Code, decision.Spent, decision.AmountToPay));
    }

    [Fact]
    public void Lots_are_used_in_order_of_expiry_then_priority_then_age()
    {
        Lot[] lots =
        [
            Lot(1) with { Id = Id(1), Expires = null },
            Lot(1) with { Id = Id(2), Expires = Noon.AddDays(9), Given = Noon.AddDays(-1) },
            Lot(1) with { Id = Id(3), Expires = Noon.AddDays(9), Given = Noon.AddDays(-2) },
            Lot(1) with { Id = Id(4), Expires = Noon.AddDays(9), Pool = Coffee.Id },
            Lot(1) with { Id = Id(5), Expires = Noon.AddDays(2) },
            Lot(1) with { Id = Id(6), Expires = Noon },
            Lot(0) with { Id = Id(7) },
            Lot(1) with { Id = Id(8), Pool = Id(99) },
        ];
        var usable = LotOrder.Usable(lots, Pools(Anything, Coffee with { Priority = -1 }), Noon);
        Assert.Equal([Id(5), Id(4), Id(3), Id(2), Id(1)], usable.Select(x => x.Lot.Id));
        Assert.Empty(LotOrder.Usable(lots, Pools(Anything with { Active = false }), Noon));
    }

    [Theory]
    [InlineData("2026-11-01", 12, "2027-12-01")]
    [InlineData("2026-11-30", 12, "2027-12-01")]
    [InlineData("2026-11-30", 3, "2027-03-01")]
    [InlineData("2026-11-30", 0, "2026-12-01")]
    [InlineData("2026-11-30", null, null)]
    public void Money_lives_its_months_and_to_the_end_of_the_last(string given, int? months, string? expires) =>
        Assert.Equal(expires is null ? null : Utc(expires), (Anything with { LifeMonths = months }).ExpiryOf(Utc(given)));

    [Fact]
    public void One_purchase_uses_a_bounded_number_of_lots()
    {
        var lots = Enumerable.Range(1, 40).Select(i => Lot(0.01m) with { Id = Id(i) }).ToList();
        Assert.Equal(TicketLimits.LotsMax, PurchaseRule.Decide(Facts(spend: 0) with { Lots = lots }).Redemptions.Count);
    }

    [Fact]
    public void Money_for_some_products_pays_those_and_leaves_them_by_money_for_all()
    {
        var ticket = Read(Draft with { Amounts = default, Spend = new(null, false),
            Lines = [Line("CAKE", 1, 4), Line("ESP1", 1, 3, family: "COFFEE")] });
        Lot[] lots = [Lot(3) with { Id = Id(1), Expires = Noon.AddDays(1) }, Lot(9) with { Id = Id(2), Pool = Coffee.Id }];
        var decision = PurchaseRule.Decide(Facts() with { Ticket = ticket, Lots = lots, Pools = Pools(Anything, Coffee) });
        Assert.Equal([(Id(1), Eur(3)), (Id(2), Eur(3))], decision.Redemptions.Select(r => (r.Lot, r.Amount)));
        Assert.Equal(Eur(1), decision.AmountToPay);
    }

    [Fact]
    public void A_pool_pays_nothing_at_the_wrong_time_or_place()
    {
        var sundays = Anything with { Conditions = new Conditions { Time = new() { Days = [1] } } };
        var elsewhere = Anything with { Conditions = new Conditions { Organisations = [Id(77)] } };
        var facts = Facts(spend: 4) with { Lots = [Lot(3)] };
        Assert.Equal(Eur(3), PurchaseRule.Decide(facts).Redeemed);
        Assert.Equal(Eur(0), PurchaseRule.Decide(facts with { Pools = Pools(sundays) }).Redeemed);
        Assert.Equal(Eur(0), PurchaseRule.Decide(facts with { Pools = Pools(elsewhere) }).Redeemed);
    }

    [Theory]
    [InlineData(OfferResolution.All, "0.50,0.70")]
    [InlineData(OfferResolution.Best, "0.70")]
    public void Several_offers_give_all_or_the_best(OfferResolution resolution, string amounts)
    {
        var facts = Facts() with { Offers = [Offer("B", 7), Offer("A", 5)], Policy = new() { Resolution = resolution } };
        Assert.Equal(amounts, string.Join(',', PurchaseRule.Decide(facts).Awards.Select(award => award.Amount.Major)));
    }

    [Fact]
    public void An_offer_awards_what_it_accepts_when_and_where_it_holds()
    {
        var drinks = Offer("A", 10) with { Conditions = new Conditions { Products = [new(ProductKey.Family, "COFFEE")] } };
        var sundays = Offer("B", 10) with { Conditions = new Conditions { Time = new() { Days = [1] } } };
        var ticket = Read(Draft with { Amounts = default, Lines = [Line("CAKE", 1, 4), Line("ESP1", 1, 3, family: "COFFEE")] });
        var award = Assert.Single(PurchaseRule.Decide(Facts() with { Ticket = ticket, Offers = [drinks, sundays] }).Awards);
        Assert.Equal((Eur(0.30m), "offer A v1: 10 % of 3.00 EUR"), (award.Amount, award.Why));
    }

    [Fact]
    public void Every_amount_says_which_rule_made_it()
    {
        var decision = PurchaseRule.Decide(Facts(spend: 4, business: 1, cash: 9) with { Lots = [Lot(1)],
            Offers = [Offer("A", 5)] });
        Assert.Equal("offer A v1: 5 % of 10.00 EUR", decision.Awards[0].Why);
        Assert.Equal("pool ANY: expires 2027-11-21", decision.Redemptions[0].Why);
        Assert.Equal(["business money first, of 4.00 EUR to spend", "cash for what business money left of 4.00 EUR"],
            decision.Spends.Select(spend => spend.Why));
    }

    private static DateTimeOffset Utc(string date) =>
        DateTimeOffset.Parse(date, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
