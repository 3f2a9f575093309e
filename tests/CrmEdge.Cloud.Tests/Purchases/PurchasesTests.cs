using System.Net;

namespace CrmEdge.Cloud.Tests.Purchases;

/// <summary>What a POS can send, and what it gets, over HTTP.</summary>
public sealed class PurchasesTests(PurchaseHost host)
{
    [Fact]
    public async Task A_purchase_awards_redeems_and_spends_as_documented()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        await counter.TopUpPoolAsync(1);
        await counter.TopUpBusinessAsync(2);
        await counter.TopUpCashAsync(5);
        var token = (await counter.TokenAsync()).Keyed;
        var bought = await counter.BuyAsync(counter.Purchase(new { otp = token },
            new { amount = 4.00m, restrict_fully_covered = false }));
        Assert.Equal(("POSTED", (0.50m, 1.00m, 4.00m), 6.00m), (bought.State, bought.Rewards, bought.AmountToPay));
        await counter.CashBecomesAsync(4);
        Assert.Equal((0m, 0.50m), (await counter.BalanceAsync("BUSINESS", "open"),
            await counter.BalanceAsync("BUSINESS", "commerce")));

        var read = await counter.Api.GetAsync($"purchases/{bought.Id}");
        Assert.Equal((4.00m, 6.00m), (new PurchaseView(read.Body).Rewards.Spend, new PurchaseView(read.Body).AmountToPay));
        var rewards = (await counter.Api.GetAsync($"purchases/{bought.Id}/rewards")).Content.EnumerateArray().ToList();
        Assert.Equal(["AWARD", "REDEEM", "SPEND_BUSINESS", "SPEND_CASH"], rewards.Select(r => r.GetProperty("type").GetString()));
        Assert.Equal("offer O5 v1: 5 % of 10.00 EUR", rewards[0].GetProperty("why").GetString());
        var lines = (await counter.Api.GetAsync($"purchases/{bought.Id}/lines")).Content.EnumerateArray().ToList();
        Assert.Equal(2m, Assert.Single(lines).GetProperty("quantity").GetDecimal());
        await host.BooksAreRightAsync();
    }

    [Fact]
    public async Task Each_of_six_means_identifies_the_customer()
    {
        var counter = await Counter.OpenAsync(host);
        var token = await counter.TokenAsync();
        object[] means =
        [
            new { id = counter.Contact }, new { code = "ANN-1" }, new { wallet_code = counter.WalletCode },
            new { otp = token.Scanned }, new { cim = new { type = "CARD", value = "4111 1111 1111 1111" } },
            new { cim = new { value = "+357 99 123456" } }, new { cim = new { type = "LOYALTY_IDENTIFIER", value = "loyal77" } },
            new { gift_pass = "gift-2026-1" },
        ];
        foreach (var who in means)
        {
            var bought = await counter.BuyAsync(counter.Purchase(who));
            Assert.Equal(counter.Contact, bought.Body.GetProperty("contact_id").GetGuid());
        }
    }

    [Fact]
    public async Task Who_cannot_be_told_is_refused_by_name()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.RefusedAsync("identification_ambiguous", counter.Purchase(new { id = counter.Contact, code = "ANN-1" }));
        await counter.RefusedAsync("identification_missing", counter.Purchase(new { }));
        await counter.RefusedAsync("otp_identifies_nobody", counter.Purchase(new { otp = "123456" }));
        await counter.RefusedAsync("contact_not_found", counter.Purchase(new { code = "NOBODY" }));
        await counter.RefusedAsync("token_unknown", counter.Purchase(new { otp = "1234567812345678" }));
        await counter.RefusedAsync("contact_not_found", counter.Purchase(new { wallet_code = "1234567812345678" }));
    }

    [Fact]
    public async Task Where_it_was_is_told_by_till_or_organisation()
    {
        var counter = await Counter.OpenAsync(host);
        object[] places =
        [
            new { venue_tap = new { code = "TILL-07" } }, new { merchant_tap = new { code = "TILL-07" } },
            new { id = counter.Venue }, new { id = counter.Business.Id },
        ];
        foreach (var place in places)
        {
            var purchase = counter.Purchase();
            purchase["organisation"] = place;
            await counter.BuyAsync(purchase);
        }
        var nowhere = counter.Purchase();
        nowhere["organisation"] = new { venue_tap = new { code = "TILL-99" } };
        await counter.RefusedAsync("organisation_not_found", nowhere);
        nowhere["organisation"] = new { id = counter.Venue, venue_tap = new { code = "TILL-07" } };
        await counter.RefusedAsync("organisation_ambiguous", nowhere);
    }

    [Fact]
    public async Task A_new_SKU_and_classification_are_added_once()
    {
        var counter = await Counter.OpenAsync(host);
        for (var i = 0; i < 2; i++)
        {
            var purchase = counter.Purchase();
            purchase["classification"] = new { name = "In-store" };
            await counter.BuyAsync(purchase);
        }
        var product = await counter.Api.GetAsync("products/ESP1");
        Assert.Equal((HttpStatusCode.OK, "Espresso"), (product.Status, product.Text("name")));
        Assert.Equal("1", (await host.Host.SqlAsync(
            $"SELECT count(*) FROM purchase_classification WHERE tenant = '{counter.Business.LiveTenant}'")).Trim());
    }

    [Fact]
    public async Task Equal_lines_are_merged_quantities_are_decimal_and_totals_are_worked_out()
    {
        var counter = await Counter.OpenAsync(host);
        var purchase = counter.Purchase();
        purchase["transaction_amounts"] = null;
        purchase["products"] = new[]
        {
            new { sku = "HAM", quantity = 0.375m, total_amount = 3.75m, tax_amount = 0.15m },
            new { sku = "HAM", quantity = 0.625m, total_amount = 6.25m, tax_amount = 0.25m },
        };
        var bought = await counter.BuyAsync(purchase);
        var amounts = bought.Body.GetProperty("transaction_amounts");
        Assert.Equal((9.60m, 0.40m, 10.00m), (amounts.GetProperty("net").GetDecimal(), amounts.GetProperty("tax").GetDecimal(),
            amounts.GetProperty("total").GetDecimal()));
        var line = Assert.Single((await counter.Api.GetAsync($"purchases/{bought.Id}/lines")).Content.EnumerateArray());
        Assert.Equal(1.000m, line.GetProperty("quantity").GetDecimal());
    }

    [Fact]
    public async Task A_foreign_ticket_is_kept_with_its_rate_and_pays_nothing()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(10);
        var purchase = counter.Purchase();
        purchase["currency_code"] = "USD";
        await counter.RefusedAsync("exchange_rate_unknown", purchase);
        Assert.Equal(HttpStatusCode.NoContent, (await counter.Api.PutAsync("exchange_rates/USD", new { rate = 0.9m })).Status);
        var bought = await counter.BuyAsync(purchase);
        Assert.Equal((9.00m, 0.90m), (bought.AmountToPay, bought.Rewards.Award));
        var rung = bought.Body.GetProperty("original_currency");
        Assert.Equal((10.00m, "USD", 0.9m),
            (rung.GetProperty("total").GetDecimal(), rung.GetProperty("currency_code").GetString(),
            rung.GetProperty("rate").GetDecimal()));
        var spending = counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }, new { amount = 1m });
        spending["currency_code"] = "USD";
        await counter.RefusedAsync("spend_in_foreign_currency", spending);
    }

    [Fact]
    public async Task A_repeated_reference_is_the_first_purchase_and_another_content_is_refused()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        var purchase = counter.Purchase();
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => counter.BuyAsync(purchase)));
        Assert.Single(answers.Select(answer => answer.Id).Distinct());
        Assert.Equal(0.50m, await counter.BalanceAsync("BUSINESS", "commerce"));
        purchase["products"] = null;
        await counter.RefusedAsync("reference_reused", purchase);
    }

    [Fact]
    public async Task Spending_is_partial_unless_it_must_be_whole()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(3);
        await counter.RefusedAsync("funds_short", counter.Purchase(
            new { otp = (await counter.TokenAsync()).Keyed }, new { amount = 4m, restrict_fully_covered = true }));
        await counter.CashBecomesAsync(3);
        var part = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 2m }));
        Assert.Equal((2m, 8m), (part.Rewards.Spend, part.AmountToPay));
        var most = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed }));
        Assert.Equal((1m, 9m), (most.Rewards.Spend, most.AmountToPay));
        await counter.CashBecomesAsync(0);
    }

    [Fact]
    public async Task A_token_matches_its_amount_is_good_once_and_for_minutes()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(50);
        await counter.RefusedAsync("token_amount_mismatch", counter.Purchase(
            new { otp = (await counter.TokenAsync(3)).Keyed }, new { amount = 4m }));
        var token = (await counter.TokenAsync(3)).Scanned;
        Assert.Equal(3m, (await counter.BuyAsync(counter.Purchase(new { otp = token }))).Rewards.Spend);
        await counter.RefusedAsync("token_used", counter.Purchase(new { otp = token }));
        var late = (await counter.TokenAsync()).Keyed;
        await host.Host.SqlAsync(
            $"UPDATE spend_token SET expires_at = now() WHERE wallet = '{counter.Wallet}' AND claim IS NULL");
        await counter.RefusedAsync("token_expired", counter.Purchase(new { otp = late }));
        await counter.CashBecomesAsync(47);
    }

    [Fact]
    public async Task Of_32_purchases_with_one_token_one_spends()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(500);
        var token = (await counter.TokenAsync()).Keyed;
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ =>
            counter.SendAsync(counter.Purchase(new { otp = token }))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        Assert.Equal(31, answers.Count(answer => answer.Status == HttpStatusCode.BadRequest
            && answer.Parameter("code") == "token_used"));
        await counter.CashBecomesAsync(490);
        await host.BooksAreRightAsync();
    }

    [Fact]
    public async Task Without_the_customers_word_nothing_is_spent_unless_the_caller_is_trusted()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpBusinessAsync(5);
        await counter.TopUpCashAsync(5);
        await counter.RefusedAsync("spend_not_authorised", counter.Purchase(spend: new { amount = 6m }));
        await counter.SettingsAsync(new { trust_caller = true });
        var bought = await counter.BuyAsync(counter.Purchase(spend: new { amount = 6m }));
        Assert.Equal(5m, bought.Rewards.Spend); // never cash
        await counter.RefusedAsync("spend_not_authorised",
            counter.Purchase(new { wallet_code = counter.WalletCode }, new { amount = 1m }));
    }

    [Fact]
    public async Task Cancelling_gives_everything_back_once_and_needs_the_right()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        await counter.TopUpPoolAsync(1);
        await counter.TopUpBusinessAsync(2);
        await counter.TopUpCashAsync(5);
        var bought = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 6m }));
        var clerk = await counter.Business.ClientAsync("OPERATE");
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostAsync($"purchases/{bought.Id}/cancel", new { })).Status);

        var cancelled = await counter.Api.PostAsync($"purchases/{bought.Id}/cancel", new { });
        Assert.Equal((HttpStatusCode.OK, "CANCELLED"), (cancelled.Status, cancelled.Text("state")));
        await counter.CashBecomesAsync(5);
        Assert.Equal((2m, 1m), (await counter.BalanceAsync("BUSINESS", "open"),
            await counter.BalanceAsync("BUSINESS", "commerce")));
        var twice = await counter.Api.PostAsync($"purchases/{bought.Id}/cancel", new { });
        Assert.Equal((HttpStatusCode.BadRequest, "purchase_cancelled_already"), (twice.Status, twice.Parameter("code")));
        Assert.Equal(HttpStatusCode.NotFound, (await counter.Api.PostAsync($"purchases/{Guid.Empty}/cancel", new { })).Status);
        await host.BooksAreRightAsync();
    }

    [Fact]
    public async Task Tenants_and_modes_do_not_meet()
    {
        var counter = await Counter.OpenAsync(host);
        var bought = await counter.BuyAsync(counter.Purchase());
        var stranger = await host.Host.NewBusinessAsync();
        foreach (var api in new[] { stranger.Api, counter.Business.TestApi })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"purchases/{bought.Id}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"wallets/{counter.Wallet}")).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await api.PostAsync("purchases", counter.Purchase())).Status);
        }
    }
}
