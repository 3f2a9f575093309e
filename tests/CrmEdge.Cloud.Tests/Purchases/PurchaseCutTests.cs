using System.Net;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Wallet;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Purchases;

/// <summary>The power goes between every two steps of a purchase that takes cash.</summary>
public sealed class PurchaseCutTests(PurchaseHost host)
{
    public enum At
    {
        BeforeClaim,
        AfterClaim,
        BeforePurchase,
        AfterPurchase,
    }

    [Theory]
    [InlineData(At.BeforeClaim, 10)]
    [InlineData(At.AfterClaim, 10)]
    [InlineData(At.BeforePurchase, 10)]
    [InlineData(At.AfterPurchase, 6)]
    public async Task If_the_till_never_asks_again_the_hold_is_posted_or_freed_once(At at, int cash)
    {
        var (counter, purchase) = await CutAsync(at);
        await counter.SweepAsync();
        await counter.CashBecomesAsync(cash);
        await counter.SweepAsync();
        await host.BooksAreRightAsync();

        var again = await counter.SendAsync(purchase); // a till that comes back late
        if (at == At.AfterPurchase) Assert.Equal(4m, new PurchaseView(again.Body).Rewards.Spend);
        else if (at == At.BeforeClaim) Assert.Equal(HttpStatusCode.OK, again.Status);
        else Assert.Equal("claim_released", again.Parameter("code"));
        await counter.CashBecomesAsync(at is At.BeforeClaim or At.AfterPurchase ? 6 : 10);
    }

    [Theory]
    [InlineData(At.BeforeClaim)]
    [InlineData(At.AfterClaim)]
    [InlineData(At.BeforePurchase)]
    [InlineData(At.AfterPurchase)]
    public async Task If_the_till_asks_again_it_gets_the_one_purchase(At at)
    {
        var (counter, purchase) = await CutAsync(at);
        var bought = await counter.BuyAsync(purchase);
        Assert.Equal((4m, 6m), (bought.Rewards.Spend, bought.AmountToPay));
        Assert.Equal(bought.Id, (await counter.BuyAsync(purchase)).Id);
        await counter.CashBecomesAsync(6);
        await counter.SweepAsync();
        await counter.CashBecomesAsync(6);
        await host.BooksAreRightAsync();
    }

    [Theory]
    [InlineData(false)] // the home never hears
    [InlineData(true)] // the home has heard and the mark is lost
    public async Task Word_to_the_home_is_delivered_again_until_it_is_marked(bool heard)
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(10);
        await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }, new { amount = 4m }));
        await counter.CashBecomesAsync(6);
        if (heard) await UnmarkAsync(counter);
        var relay = host.Host.Services.GetRequiredService<HomeRelay>();
        await relay.DeliverAsync(TestContext.Current.CancellationToken);
        Assert.Equal("0", (await host.Host.SqlAsync(
            $"SELECT count(*) FROM home_message WHERE heard_at IS NULL AND wallet = '{counter.Wallet}'")).Trim());
        await counter.CashBecomesAsync(6);
    }

    [Fact]
    public async Task A_restarted_host_delivers_what_it_finds()
    {
        var own = new PurchaseHost();
        await own.InitializeAsync();
        await using var _ = own;
        var counter = await Counter.OpenAsync(own);
        await counter.TopUpCashAsync(10);
        await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }, new { amount = 4m }));
        await counter.CashBecomesAsync(6);
        await own.Host.StopAsync();
        await UnmarkAsync(counter, own);
        await own.Host.StartAsync();
        await Eventually.HoldsAsync("everything heard", async () => await UnheardAsync(own), count => count.Trim() == "0");
        await own.BooksAreRightAsync();
    }

    private static Task<string> UnheardAsync(PurchaseHost own) =>
        own.Host.SqlAsync("SELECT count(*) FROM home_message WHERE heard_at IS NULL");

    private async Task<(Counter Counter, Dictionary<string, object?> Purchase)> CutAsync(At at)
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(10);
        var purchase = counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }, new { amount = 4m });
        var tenant = counter.Business.LiveTenant;
        if (at is At.BeforeClaim or At.AfterClaim) host.Ledger.Cut<ClaimSpend>(tenant, after: at == At.AfterClaim);
        else host.Ledger.Cut<MakePurchase>(tenant, after: at == At.AfterPurchase);
        var cut = await counter.SendAsync(purchase);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, cut.Status);
        return (counter, purchase);
    }

    private Task<string> UnmarkAsync(Counter counter, PurchaseHost? of = null) => (of ?? host).Host.SqlAsync(
        $"UPDATE home_message SET heard_at = NULL WHERE wallet = '{counter.Wallet}'");
}
