using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Core.Tests.Rules;
using CrmEdge.Kernel;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Purchases;

public sealed class CancelPurchaseTests
{
    private readonly Shop _shop = new() { Offers = [Purchasing.Offer("A", 5)] };

    [Theory]
    [InlineData(AwardTiming.Deferred)]
    [InlineData(AwardTiming.Instant)]
    public void Cancelling_restores_every_pocket_and_lot(AwardTiming timing)
    {
        _shop.Offers = [Purchasing.Offer("A", 5) with { Timing = timing }];
        _shop.TopUpPool(1);
        _shop.TopUpBusiness(2);
        _shop.TopUpCash(5);
        var purchase = _shop.Buy(Spending(6), Token()).Purchase!;
        var cancelled = _shop.Cancel(purchase);
        Assert.Equal((null, PurchaseState.Cancelled, Eur(0)),
            (cancelled.Code, cancelled.Purchase!.State, cancelled.Purchase.Arrears));
        Assert.Equal((Eur(1), Eur(2), Eur(5), Eur(5)), (_shop.PoolMoney, _shop.BusinessMoney, _shop.Cash, _shop.CashAvailable));
        Assert.Equal((Eur(0), Eur(0)), (_shop.Of(AccountKind.SalesClearing), _shop.Of(AccountKind.RewardFunding)));
        _shop.MustBalance();
        _shop.MustMeetInTransit();
    }

    [Fact]
    public void Cancelling_twice_is_refused_and_so_is_cancelling_nothing()
    {
        var purchase = _shop.Buy(Draft).Purchase!;
        Assert.Null(_shop.Cancel(purchase).Code);
        Assert.Equal(PurchaseRefusals.CancelledBefore, _shop.Cancel(purchase).Code);
        Assert.Equal(PurchaseRefusals.NotFound, _shop.Cancel(purchase with { Id = _shop.NewId() }).Code);
        Assert.Equal(Eur(0), _shop.PoolMoney);
    }

    [Fact]
    public void A_repeat_of_a_cancelled_purchase_is_still_that_purchase()
    {
        _shop.Cancel(_shop.Buy(Draft).Purchase!);
        var again = _shop.Buy(Draft);
        Assert.Equal((true, PurchaseState.Cancelled), (again.Replayed, again.Purchase!.State));
        Assert.Equal(Eur(0), _shop.PoolMoney);
    }

    [Fact]
    public void An_award_that_was_spent_goes_to_arrears()
    {
        var first = _shop.Buy(Draft).Purchase!;
        _shop.Offers = [];
        Assert.Equal(Eur(0.30m), _shop.Buy(Spending(0.30m) with { Reference = "R-2" }, Token()).Purchase!.Redeemed);
        Assert.Equal(Eur(0.30m), _shop.Cancel(first).Purchase!.Arrears);
        Assert.Equal((Eur(0), Eur(0.30m)), (_shop.PoolMoney, _shop.Of(AccountKind.Arrears)));
        _shop.MustBalance();
    }

    [Fact]
    public void Money_redeemed_and_spent_elsewhere_goes_to_arrears_and_its_lot_is_whole_again()
    {
        _shop.TopUpPool(3);
        _shop.Offers = [];
        _shop.Policy = new RewardPolicy { Redeem = RedeemMode.Automatic, Reduction = ReductionMode.BackEnd };
        var first = _shop.Buy(Draft).Purchase!;
        Assert.Equal((Eur(3), Eur(3)), (first.Redeemed, _shop.BusinessMoney));
        _shop.Policy = new RewardPolicy();
        _shop.Buy(Spending(2) with { Reference = "R-2" }, Token());
        Assert.Equal(Eur(2), _shop.Cancel(first).Purchase!.Arrears);
        Assert.Equal((Eur(3), Eur(0), Eur(2)), (_shop.PoolMoney, _shop.BusinessMoney, _shop.Of(AccountKind.Arrears)));
        Assert.False(_shop.Records<CommerceLot>().Single().Empty);
        _shop.MustBalance();
    }

    [Fact]
    public void An_expired_lot_is_emptied_and_one_that_a_cancel_fills_again_too()
    {
        _shop.TopUpPool(3);
        _shop.Offers = [];
        var purchase = _shop.Buy(Spending(1), Token()).Purchase!;
        Assert.Equal(Eur(0), Expire(run: 1));
        _shop.Now = Noon.AddYears(2);
        Assert.Equal((Eur(2), Eur(0)), (Expire(run: 2), Expire(run: 3)));
        _shop.Cancel(purchase);
        Assert.Equal(Eur(1), Expire(run: 4));
        Assert.Equal((Eur(0), Eur(3)), (_shop.PoolMoney, _shop.Of(AccountKind.Breakage)));
        _shop.MustBalance();
    }

    [Fact]
    public void An_expired_lot_pays_nothing_before_it_is_emptied()
    {
        _shop.TopUpPool(3);
        _shop.Now = Noon.AddYears(2);
        Assert.Equal(Eur(0), _shop.Buy(Spending(1), Token()).Purchase!.Redeemed);
    }

    private Money Expire(int run)
    {
        var lot = _shop.Records<CommerceLot>().First();
        return _shop.Do(new ExpireLot(Shop.Business, lot.Id, lot.Currency, Purchasing.Id(run)));
    }

    private SpendProof.Token Token() => new(_shop.IssueToken());

    private static TicketDraft Spending(decimal amount) => Draft with { Spend = new(amount, false) };
}
