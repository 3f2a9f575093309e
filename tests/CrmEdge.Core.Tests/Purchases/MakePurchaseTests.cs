using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Core.Tests.Rules;
using CrmEdge.Kernel;
using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Purchases;

public sealed class MakePurchaseTests
{
    private readonly Shop _shop = new() { Offers = [Purchasing.Offer("A", 5)] };

    [Fact]
    public void A_purchase_awards_into_the_pool()
    {
        var purchase = _shop.Buy(Draft).Purchase!;
        Assert.Equal((Eur(0.50m), Eur(0), Eur(10)), (purchase.Awarded, purchase.Spent, purchase.AmountToPay));
        Assert.Equal((Eur(0.50m), Eur(0.50m)), (_shop.PoolMoney, _shop.Of(AccountKind.RewardFunding)));
        var lot = _shop.Records<CommerceLot>().Single();
        Assert.Equal((Contact, new DateTimeOffset(2027, 12, 1, 0, 0, 0, TimeSpan.Zero), false),
            (lot.Owner, lot.Expires, lot.Empty));
        Assert.Single(_shop.Facts<PurchaseLine>());
        Assert.Empty(_shop.Facts<HomeMessage>());
        _shop.MustBalance();
    }

    [Fact]
    public void The_same_purchase_again_is_the_first_one()
    {
        var first = _shop.Buy(Draft);
        _shop.Offers = [Purchasing.Offer("B", 50)];
        _shop.Now += TimeSpan.FromMinutes(1);
        var again = _shop.Buy(Draft with { At = Noon.AddMinutes(1) });
        Assert.Equal((null, true, first.Purchase), (again.Code, again.Replayed, again.Purchase));
        Assert.Equal(Eur(0.50m), _shop.PoolMoney);
    }

    [Fact]
    public void Other_content_under_a_reference_is_refused() =>
        Assert.Equal([null, PurchaseRefusals.ReferenceReused],
            new[] { Draft, Draft with { Lines = [] } }.Select(draft => _shop.Buy(draft).Code));

    [Fact]
    public void Another_till_or_day_has_its_own_references()
    {
        var ids = new HashSet<Guid>
        {
            Shop.Key(Draft).Purchase,
            Shop.Key(Draft with { BusinessDay = "2026-11-22" }).Purchase,
            Shop.Key(Draft with { Reference = "R-1002" }).Purchase,
            PurchaseKey.Of(Shop.Business, "TILL-08", Read(Draft), Contact).Purchase,
            PurchaseKey.Of(Shop.Venue, "TILL-07", Read(Draft), Contact).Purchase,
        };
        Assert.Equal(5, ids.Count);
    }

    [Fact]
    public void A_purchase_pays_from_pool_business_money_and_cash()
    {
        _shop.TopUpPool(1);
        _shop.TopUpBusiness(2);
        _shop.TopUpCash(5);
        var purchase = _shop.Buy(Spending(6), Token()).Purchase!;
        Assert.Equal((Eur(1), Eur(3), Eur(3), Eur(4)),
            (purchase.Redeemed, purchase.SpentBusiness, purchase.SpentCash, purchase.AmountToPay));
        Assert.Equal((Eur(0.50m), Eur(0), Eur(2), Eur(2)),
            (_shop.PoolMoney, _shop.BusinessMoney, _shop.Cash, _shop.CashAvailable));
        Assert.Equal(Eur(6), _shop.Of(AccountKind.SalesClearing));
        Assert.Equal([RewardType.Award, RewardType.Redeem, RewardType.SpendBusiness, RewardType.SpendCash],
            _shop.Facts<PurchaseReward>().Select(reward => reward.Type));
        _shop.MustBalance();
        _shop.MustMeetInTransit();
    }

    [Fact]
    public void An_instant_award_pays_at_once_and_an_emptied_lot_is_put_away()
    {
        _shop.Offers = [Purchasing.Offer("A", 5) with { Timing = AwardTiming.Instant }];
        var purchase = _shop.Buy(Spending(5), Token()).Purchase!;
        Assert.Equal((Eur(0.50m), Eur(0.50m), Eur(0.50m)), (purchase.Awarded, purchase.Redeemed, purchase.SpentBusiness));
        Assert.True(_shop.Records<CommerceLot>().Single().Empty);
        _shop.MustBalance();
    }

    [Fact]
    public void An_instant_award_and_older_money_of_its_month_are_used_from_one_lot()
    {
        _shop.TopUpPool(2);
        _shop.Offers = [Purchasing.Offer("A", 5) with { Timing = AwardTiming.Instant }];
        Assert.Equal(Eur(2.50m), _shop.Buy(Spending(5), Token()).Purchase!.Redeemed);
        Assert.True(_shop.Records<CommerceLot>().Single().Empty);
        _shop.MustBalance();
    }

    [Fact]
    public void A_year_of_purchases_leaves_no_more_lots_than_months()
    {
        for (var day = 0; day < 365; day++)
        {
            _shop.Now = Noon.AddDays(day);
            _shop.Buy(Draft with { Reference = $"R-{day}", At = _shop.Now });
        }
        Assert.Equal(13, _shop.Records<CommerceLot>().Count());
        Assert.Equal(Eur(182.50m), _shop.PoolMoney);
    }

    [Theory]
    [InlineData(PurchaseCode.FundsShort)]
    [InlineData(PurchaseCode.SpendBlocked)]
    [InlineData(PurchaseCode.LimitNumberReached)]
    [InlineData(PurchaseCode.LimitAmountReached)]
    public void A_refusal_for_the_state_of_the_books_stays_one_and_moves_nothing(PurchaseCode code)
    {
        if (code == PurchaseCode.SpendBlocked) _shop.Do(new BlockSpending(Shop.Business, Contact, true));
        if (code == PurchaseCode.LimitNumberReached) _shop.Limits = [new Limit(LimitPeriod.Daily, 0, null)];
        if (code == PurchaseCode.LimitAmountReached) _shop.Limits = [new Limit(LimitPeriod.Daily, null, Eur(1))];
        _shop.TopUpCash(code == PurchaseCode.FundsShort ? 5.99m : 6);
        var refused = _shop.Buy(Spending(6), Token());
        Assert.Equal(WireName.Of(code), refused.Code);
        Assert.Equal((_shop.Cash, Eur(0)), (_shop.CashAvailable, _shop.PoolMoney));

        _shop.TopUpCash(99);
        _shop.Limits = [];
        _shop.Do(new BlockSpending(Shop.Business, Contact, false));
        Assert.Equal(WireName.Of(code), _shop.Do(new MakePurchase(_shop.Order(Spending(6), Ample))).Code);
        Assert.Null(_shop.Do(new MakePurchase(_shop.Order(Spending(5), Ample))).Code); // other content is another attempt
    }

    [Fact]
    public void A_refusal_for_what_the_till_left_out_can_be_mended()
    {
        Assert.Equal("spend_not_authorised", _shop.Buy(Spending(6)).Code);
        Assert.Equal("token_amount_mismatch", _shop.Buy(Spending(6), new SpendProof.Token(_shop.IssueToken(5))).Code);
        _shop.TopUpCash(9);
        Assert.Null(_shop.Do(new MakePurchase(_shop.Order(Spending(6), Ample))).Code);
    }

    [Fact]
    public void A_limit_counts_what_was_spent_in_its_period()
    {
        _shop.Offers = [];
        _shop.Limits = [new Limit(LimitPeriod.Daily, 2, null), new Limit(LimitPeriod.Monthly, null, Eur(13))];
        _shop.TopUpBusiness(50);
        Assert.Null(_shop.Buy(Spending(6), Token()).Code);
        Assert.Null(_shop.Buy(Spending(6) with { Reference = "R-2" }, Token()).Code);
        Assert.Equal("limit_number_reached", _shop.Buy(Spending(1) with { Reference = "R-3" }, Token()).Code);
        _shop.Now += TimeSpan.FromDays(1);
        Assert.Equal("limit_amount_reached", _shop.Buy(Spending(2) with { Reference = "R-4" }, Token()).Code);
        Assert.Null(_shop.Buy(Spending(1) with { Reference = "R-5" }, Token()).Code);
        Assert.Null(_shop.Buy(Draft with { Reference = "R-6" }).Code);
        Assert.Equal(Eur(37), _shop.BusinessMoney);
    }

    [Fact]
    public void A_foreign_ticket_earns_and_pays_nothing()
    {
        _shop.TopUpPool(5);
        var order = _shop.Order(Draft) with { Rung = new Money(1_100, Currency.Of("USD")), Rate = 0.909m };
        var purchase = _shop.Do(new MakePurchase(order)).Purchase!;
        Assert.Equal((Eur(0.50m), Eur(0), order.Rung, order.Rate),
            (purchase.Awarded, purchase.Redeemed, purchase.Rung, purchase.Rate));
    }

    [Fact]
    public void Word_goes_to_the_home_of_every_claim_also_when_no_cash_was_taken()
    {
        _shop.TopUpBusiness(9);
        _shop.TopUpCash(9);
        _shop.Buy(Spending(4), Token());
        var message = _shop.Facts<HomeMessage>().Single();
        Assert.Equal((HomeMessageType.SettleHold, Eur(0)), (message.Type, message.Amount));
        Assert.Equal((Eur(9), Eur(9)), (_shop.Cash, _shop.CashAvailable));
    }

    private static SpendClaimed Ample => new(WalletCode.Ok, Eur(99), null);

    private SpendProof.Token Token() => new(_shop.IssueToken());

    private static TicketDraft Spending(decimal amount) => Draft with { Spend = new(amount, RestrictFullyCovered: amount == 6) };
}
