using System.Net;
using CrmEdge.Cloud.Host.Rewards;
using CrmEdge.Cloud.Tests.Purchases;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Rewards;

/// <summary>Offers, pools, limits and expiry, over HTTP.</summary>
public sealed class RewardTests(PurchaseHost host)
{
    [Fact]
    public async Task An_offer_awards_what_it_accepts()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.Api.CreateAsync("reward_offers", new
        {
            code = "COFFEE", name = "Coffee", percent = 10m,
            conditions = new { products = new[] { new { key = "FAMILY", code = "COFFEE" } } },
        });
        await counter.Api.CreateAsync("reward_offers", new
        {
            code = "ELSEWHERE", name = "Elsewhere", percent = 10m,
                conditions = new { organisations = new[] { Counter.NewId() } },
        });
        Assert.Equal(1.00m, (await counter.BuyAsync(counter.Purchase())).Rewards.Award);
        var tea = counter.Purchase();
        tea["products"] = new[] { new { sku = "TEA", family = "TEA", total_amount = 10m, tax_amount = 1.60m } };
        Assert.Equal(0m, (await counter.BuyAsync(tea)).Rewards.Award);
    }

    [Theory]
    [InlineData("ALL", 1.50)]
    [InlineData("BEST", 1.00)]
    public async Task Several_offers_give_all_or_the_best(string resolution, double award)
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        await counter.OfferAsync(10);
        await counter.SettingsAsync(new { resolution });
        Assert.Equal((decimal)award, (await counter.BuyAsync(counter.Purchase())).Rewards.Award);
    }

    [Theory]
    [InlineData("INSTANT", 0.50)]
    [InlineData("DEFERRED", 0)]
    public async Task Only_an_instant_award_pays_its_own_purchase(string timing, double spent)
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5, timing);
        var bought = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 4m }));
        Assert.Equal((0.50m, (decimal)spent), (bought.Rewards.Award, bought.Rewards.Spend));
    }

    [Theory]
    [InlineData("ON_REQUEST", "FRONT_END", 0, 0, 10)]
    [InlineData("AUTOMATIC", "FRONT_END", 3, 3, 7)]
    [InlineData("AUTOMATIC", "BACK_END", 3, 0, 10)]
    public async Task Unasked_a_pool_waits_lowers_what_is_due_or_becomes_open_money(
        string redeem, string reduction, int redeemed, int spent, int due)
    {
        var counter = await Counter.OpenAsync(host);
        await counter.Api.GetAsync("commerce_pools");
        await counter.TopUpPoolAsync(3);
        await counter.SettingsAsync(new { redeem, reduction });
        var bought = await counter.BuyAsync(counter.Purchase(new { wallet_code = counter.WalletCode }));
        Assert.Equal((redeemed, spent, due), (bought.Rewards.Redeem, bought.Rewards.Spend, bought.AmountToPay));
    }

    [Fact]
    public async Task Conditional_money_pays_what_its_pool_allows()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.Api.CreateAsync("commerce_pools", new
        {
            code = "CAKES", name = "Cakes", conditions = new { products = new[] { new { key = "PRODUCT", code = "CAKE" } } },
        });
        await counter.Api.CreateAsync("commerce_pools", new { code = "ASLEEP", name = "Asleep", active = false });
        await counter.Api.CreateAsync("commerce_pools", new { code = "BEFORE", name = "Before tax", tax = "SALES_REDUCTION" });
        await counter.TopUpPoolAsync(3, "CAKES");
        var asleep = await counter.Api.PostAsync("topups",
            new { wallet_id = counter.Wallet, amount = 1m, commerce_pool_id = "ASLEEP" });
        Assert.Equal("pool_not_found", asleep.Parameter("code"));
        var coffee = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 9m }));
        Assert.Equal((0m, 10m), (coffee.Rewards.Redeem, coffee.AmountToPay));
        await counter.TopUpPoolAsync(4.20m, "BEFORE");
        var reduced = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 9m }));
        Assert.Equal((4.20m, 5.00m), (reduced.Rewards.Redeem, reduced.AmountToPay)); // 0.80 of tax fell away
    }

    [Fact]
    public async Task Expired_money_pays_nothing_and_is_taken()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.Api.GetAsync("commerce_pools");
        await counter.TopUpPoolAsync(3);
        await host.Host.SqlAsync($"UPDATE commerce_lot SET expires_at = now() WHERE contact = '{counter.Contact}'");
        var bought = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 3m }));
        Assert.Equal(0m, bought.Rewards.Spend);
        await host.Host.Services.GetRequiredService<LotExpiry>().ExpireAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0m, await counter.BalanceAsync("BUSINESS", "commerce"));
        Assert.Equal("3.00", (await host.Host.SqlAsync($"""
            SELECT round(credits_posted / 100.0, 2) FROM ledger_balance
            WHERE tenant = '{counter.Business.LiveTenant}' AND kind = 'breakage'
            """)).Trim());
        await host.BooksAreRightAsync();
    }

    [Fact]
    public async Task Limits_and_a_block_refuse_spending_and_only_that()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpBusinessAsync(50);
        await counter.SettingsAsync(new { spend_limits = new[] { new { period = "DAILY", maximum_number = 1,
            maximum_amount = 5m } } });
        await counter.RefusedAsync("limit_amount_reached", await SpendingAsync(counter, 6m));
        await counter.BuyAsync(await SpendingAsync(counter, 5m));
        await counter.RefusedAsync("limit_number_reached", await SpendingAsync(counter, 1m));
        await counter.SettingsAsync(new { });
        Assert.Equal(HttpStatusCode.NoContent,
            (await counter.Api.PutAsync("contacts/ANN-1/spending", new { blocked = true })).Status);
        await counter.RefusedAsync("spend_blocked", await SpendingAsync(counter, 1m));
        await counter.BuyAsync(counter.Purchase());
        await counter.Api.PutAsync("contacts/ANN-1/spending", new { blocked = false });
        await counter.BuyAsync(await SpendingAsync(counter, 1m));
    }

    [Fact]
    public async Task An_offer_that_is_switched_off_gives_nothing_and_bad_ones_are_refused()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        Assert.Equal(HttpStatusCode.NoContent,
            (await counter.Api.PutAsync("reward_offers/O5/life_cycle_state", new { state = "INACTIVE" })).Status);
        Assert.Equal(0m, (await counter.BuyAsync(counter.Purchase())).Rewards.Award);
        var offer = (await counter.Api.GetAsync("reward_offers")).Content[0];
        Assert.Equal(("INACTIVE", 2), (offer.GetProperty("state").GetString(), offer.GetProperty("version").GetInt32()));
        var bad = await counter.Api.PostAsync("reward_offers", new
        {
            code = "O6", name = "Six", percent = 101m, conditions = new { time = new { days = Enumerable.Range(0, 1) } },
        });
        Assert.NotNull(bad.Parameter("percent"));
        Assert.NotNull(bad.Parameter("conditions.time.days"));
        Assert.Equal(HttpStatusCode.BadRequest,
            (await counter.Api.PostAsync("reward_offers", new { code = "O5", name = "x", percent = 1m })).Status);
    }

    private static async Task<Dictionary<string, object?>> SpendingAsync(Counter counter, decimal amount) =>
        counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }, new { amount });
}
