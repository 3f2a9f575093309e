using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Core.Tests.Rules;
using CrmEdge.Rules.Purchases;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Purchases;

/// <summary>Whichever comes first, sale or reversal: the sale that was taken back is not booked.</summary>
public sealed class ReverseUnseenTests
{
    private readonly Shop _shop = new() { Offers = [Purchasing.Offer("A", 5)] };

    [Fact]
    public void A_sale_that_comes_after_its_reversal_is_refused_by_name_whatever_its_content()
    {
        Assert.True(Reverse());
        Assert.Equal(PurchaseRefusals.AlreadyReversed, _shop.Buy(Draft).Code);
        Assert.Equal(PurchaseRefusals.AlreadyReversed, _shop.Buy(Draft with { Lines = [] }).Code);
        Assert.Empty(_shop.Records<Purchase>());
        Assert.Equal(Eur(0), _shop.PoolMoney);
    }

    [Fact]
    public void Money_that_was_held_for_it_is_free_again()
    {
        _shop.TopUpCash(10);
        Assert.True(Reverse());
        var otp = new Cloud.Core.Wallet.SpendProof.Token(_shop.IssueToken());
        var answer = _shop.Buy(Draft with { Spend = new SpendDraft(5m, false) }, otp);
        Assert.Equal((PurchaseRefusals.AlreadyReversed, Eur(10), Eur(10)), (answer.Code, _shop.Cash, _shop.CashAvailable));
        _shop.MustBalance();
    }

    [Fact]
    public void Again_it_is_taken_back_once_and_another_reference_is_not()
    {
        Assert.True(Reverse());
        Assert.True(Reverse());
        Assert.Single(_shop.Records<ReversedSale>());
        Assert.Null(_shop.Buy(Draft with { Reference = "R-1002" }).Code);
    }

    [Fact]
    public void A_purchase_that_stands_is_left_to_be_cancelled()
    {
        var made = _shop.Buy(Draft).Purchase;
        Assert.False(Reverse());
        Assert.Empty(_shop.Records<ReversedSale>());
        Assert.Equal((true, made), (_shop.Buy(Draft).Replayed, _shop.Buy(Draft).Purchase));
    }

    private bool Reverse() => _shop.Do(new ReverseUnseen(Shop.Business, Shop.Key(Draft).Purchase));
}
