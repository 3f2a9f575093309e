using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Core.Tests.Rules;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using FsCheck.Fluent;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Purchases;

/// <summary>The road of a purchase that takes cash, cut between every two steps, and long walks along it.</summary>
public sealed class PurchaseRoadTests
{
    private static readonly TicketDraft Spending = Draft with { Spend = new(4, false) };

    [Theory]
    [InlineData(0, 10)] // before the claim
    [InlineData(1, 10)] // after the claim: the business never hears of it
    [InlineData(2, 6)] // after the commit point: only word to the home is missing
    [InlineData(3, 6)] // after the home has heard
    public void Wherever_it_is_cut_recovery_ends_the_hold_once(int steps, int cash)
    {
        var shop = new Shop();
        shop.TopUpCash(10);
        var proof = new SpendProof.Token(shop.IssueToken());
        var claim = steps > 0 ? shop.Claim(Spending, proof) : default;
        if (steps > 1) shop.Do(new MakePurchase(shop.Order(Spending, claim)));
        if (steps > 2) shop.Deliver();

        for (var i = 0; i < 2; i++) // recovery itself may be cut and begin again
        {
            Sweep(shop);
            shop.Deliver();
        }
        Assert.Equal((Eur(cash), Eur(cash)), (shop.Cash, shop.CashAvailable));
        shop.MustBalance();
        shop.MustMeetInTransit();
    }

    [Fact]
    public void A_purchase_that_comes_after_its_tombstone_is_refused_and_new_content_is_not()
    {
        var shop = new Shop();
        shop.TopUpCash(10);
        var claim = shop.Claim(Spending, new SpendProof.Token(shop.IssueToken()));
        Sweep(shop);
        Assert.Equal(PurchaseRefusals.Abandoned, shop.Do(new MakePurchase(shop.Order(Spending, claim))).Code);
        Assert.Equal(PurchaseRefusals.Abandoned, shop.Do(new MakePurchase(shop.Order(Spending, claim))).Code);
        Assert.Equal(Eur(10), shop.CashAvailable);
        Assert.Null(shop.Buy(Draft).Code); // the same receipt without the spend request
    }

    [Fact]
    public void Asked_about_a_purchase_that_was_made_or_refused_the_business_says_so()
    {
        var shop = new Shop();
        shop.TopUpCash(3);
        var made = shop.Claim(Spending, new SpendProof.Token(shop.IssueToken()));
        shop.Do(new MakePurchase(shop.Order(Spending, made)));
        Assert.Equal(new AttemptEnd(Eur(3)), shop.Do(new TombstonePurchase(Shop.Business, Shop.Key(Spending))));

        var greedy = Draft with { Reference = "R-2", Spend = new(9, RestrictFullyCovered: true) };
        shop.Do(new MakePurchase(shop.Order(greedy, made)));
        Assert.Equal(new AttemptEnd(null), shop.Do(new TombstonePurchase(Shop.Business, Shop.Key(greedy))));

        var other = Spending with { Lines = [] }; // another attempt at the purchase that was made
        Assert.Equal(new AttemptEnd(null), shop.Do(new TombstonePurchase(Shop.Business, Shop.Key(other))));
        Assert.Equal(new AttemptEnd(Eur(3)), shop.Do(new TombstonePurchase(Shop.Business, Shop.Key(Spending))));
    }

    [Fact]
    public void Money_is_neither_made_nor_lost_on_any_walk() => ForAll.Cases(
        Gen.Choose(0, int.MaxValue).NonEmptyListOf(), steps =>
        {
            var shop = new Shop { Offers = [Purchasing.Offer("A", 5),
                Purchasing.Offer("B", 20) with { Timing = AwardTiming.Instant }] };
            var made = new List<Purchase>();
            foreach (var (i, step) in steps.Index()) Walk(shop, made, step, i);
            shop.MustBalance();
            shop.MustMeetInTransit();
            foreach (var purchase in made.Where(p => Current(shop, p).State == PurchaseState.Posted)) shop.Cancel(purchase);
            shop.MustBalance();
            shop.MustMeetInTransit();
            var arrears = shop.Of(AccountKind.Arrears);
            var paidIn = shop.Of(AccountKind.GatewayClearing);
            var held = shop.BusinessMoney + shop.PoolMoney - arrears;
            return shop.Cash == shop.CashAvailable && shop.Of(AccountKind.SalesClearing) == Eur(0)
                && shop.Of(AccountKind.RewardFunding) == Eur(0) && held == paidIn;
        }, count: 200);

    private static void Walk(Shop shop, List<Purchase> made, int step, int number)
    {
        var draft = Draft with { Reference = $"R-{number}", Spend = step % 3 == 0
            ? null : new(step % 900 / 100m + 0.01m, step % 2 == 0) };
        switch (step % 7)
        {
            case 0: shop.TopUpCash(step % 5 + 1); break;
            case 1: shop.TopUpBusiness(step % 4 + 1); break;
            case 2: shop.TopUpPool(step % 3 + 1); break;
            case 3 when made.Count > 0: shop.Cancel(made[step % made.Count]); break;
            default:
                var proof = draft.Spend is null ? null : new SpendProof.Token(shop.IssueToken());
                if (shop.Buy(draft, proof).Purchase is { } purchase) made.Add(purchase);
                break;
        }
    }

    private static Purchase Current(Shop shop, Purchase purchase) => shop.Records<Purchase>().Single(p => p.Id == purchase.Id);

    private static void Sweep(Shop shop)
    {
        foreach (var claim in shop.Records<SpendClaim>().Where(claim => claim.State == ClaimState.Open).ToList())
        {
            var end = shop.Do(new TombstonePurchase(claim.Business, new PurchaseKey(claim.Purchase, claim.Attempt)));
            shop.Home(new SettleHold(Shop.Platform, claim.Wallet, claim.Attempt, end.CashTaken));
        }
    }
}
