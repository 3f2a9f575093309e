using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Rules.Purchases;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Purchases;

/// <summary>What a caller without budget is told, and that nothing of it stays.</summary>
public sealed class RememberedRefusalTests
{
    private readonly Shop _shop = new();

    [Fact]
    public void Without_budget_a_refusal_is_another_one_and_is_not_remembered()
    {
        var order = _shop.Order(Draft with { Spend = new SpendDraft(5m, true) }) with
        {
            Authority = SpendAuthority.Contact,
        };
        var spent = _shop.Do(new MakePurchase(order with { MayRemember = false }));
        Assert.Equal((PurchaseRefusals.TooManyRefusals, false), (spent.Code, spent.Remembered));
        var refused = _shop.Do(new MakePurchase(order));
        Assert.Equal(("funds_short", true), (refused.Code, refused.Remembered));
        _shop.TopUpBusiness(5);
        var again = _shop.Do(new MakePurchase(order));
        Assert.Equal(("funds_short", false), (again.Code, again.Remembered));
    }

    [Fact]
    public void Without_budget_a_good_purchase_is_made_all_the_same() =>
        Assert.NotNull(_shop.Do(new MakePurchase(_shop.Order(Draft) with { MayRemember = false })).Purchase);
}
