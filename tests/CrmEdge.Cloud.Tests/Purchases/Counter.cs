using System.Globalization;
using System.Net;
using System.Text.Json;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Purchases;

/// <summary>A till of a new business, and one customer of it with a wallet: all made through the API.</summary>
internal sealed class Counter
{
    private static int _receipts;

    private Counter(PurchaseHost host, TestBusiness business, Guid venue, string tap, Guid contact, Guid wallet,
        string walletCode) =>
        (Host, Business, Venue, Tap, Contact, Wallet, WalletCode) = (host, business, venue, tap, contact, wallet, walletCode);

    public PurchaseHost Host { get; }

    public TestBusiness Business { get; }

    public Guid Venue { get; }

    public string Tap { get; }

    public Guid Contact { get; }

    public Guid Wallet { get; }

    public string WalletCode { get; }

    public ApiClient Api => Business.Api;

    public static async Task<Counter> OpenAsync(PurchaseHost host)
    {
        var business = await host.Host.NewBusinessAsync();
        var venue = await business.Api.CreateAsync("organisations",
            new { type = "MERCHANT", name = "Shop", parent_id = business.Id });
        await business.Api.CreateAsync("taps", new { code = "TILL-07", organisation_id = venue });
        var contact = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", first_name = "Ann", code = "ANN-1",
            phones = new[] { new { type = "MOBILE", country_code = "CYP", number = "+35799123456" } },
            loyalty_identifiers = new[] { new { identifier = "LOYAL-77" } },
            cims = new[]
            {
                new { type = "CARD", value = "4111111111111111" }, new { type = "GIFT_PASS", value = "GIFT-2026-1" },
            },
        });
        var read = await business.Api.GetAsync($"contacts/{contact}");
        var wallet = read.Body.GetProperty("wallet");
        return new Counter(host, business, venue, "TILL-07", contact,
            wallet.GetProperty("id").GetGuid(), wallet.GetProperty("code").GetString()!);
    }

    public Task OfferAsync(decimal percent = 5, string timing = "DEFERRED") => Api.CreateAsync("reward_offers",
        new { code = $"O{percent:0}", name = "Welcome", percent, timing });

    public async Task SettingsAsync(object settings) =>
        Assert.Equal(HttpStatusCode.NoContent, (await Api.PutAsync("reward_settings", settings)).Status);

    /// <summary>Cash comes through the platform's gateway.</summary>
    public Task TopUpCashAsync(decimal amount) => Host.Host.Client(Host.Host.AdminKey).CreateAsync("topups",
        new { wallet_id = Wallet, amount, currency_code = "EUR" });

    public Task TopUpBusinessAsync(decimal amount) => Api.CreateAsync("topups", new { wallet_id = Wallet, amount });

    public Task TopUpPoolAsync(decimal amount, string pool = "SPEND_ANYWHERE") => Api.CreateAsync("topups",
        new { wallet_id = Wallet, amount, commerce_pool_id = pool });

    /// <summary>The texts of a new token: scanned and keyed.</summary>
    public async Task<(string Scanned, string Keyed)> TokenAsync(decimal? amount = null)
    {
        var answer = await Api.PostAsync($"contacts/{Contact}/tokens", new { intent = "SPEND", spend_amount = amount });
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return (answer.Text("value")!, answer.Text("alternative_token")!);
    }

    public static Guid NewId() => NamedId.Of(Guid.Empty, NewReference());

    public static string NewReference() =>
        string.Create(CultureInfo.InvariantCulture, $"R-{Interlocked.Increment(ref _receipts)}");

    /// <summary>Two espressos for 10.00 EUR, 1.60 of it tax.</summary>
    public Dictionary<string, object?> Purchase(object? contact = null, object? spend = null, string? reference = null) => new()
    {
        ["contact"] = contact ?? new { id = Contact },
        ["organisation"] = new { venue_tap = new { code = Tap } },
        ["reference_number"] = reference ?? NewReference(),
        ["currency_code"] = "EUR",
        ["transaction_amounts"] = new { net = 8.40m, tax = 1.60m, total = 10.00m },
        ["products"] = new[]
        {
            new { sku = "ESP1", name = "Espresso", family = "COFFEE", quantity = 2, net_amount = 8.40m, tax_amount = 1.60m,
                total_amount = 10.00m },
        },
        ["spend_request"] = spend,
    };

    public Task<ApiAnswer> SendAsync(Dictionary<string, object?> purchase) => Api.PostAsync("purchases", purchase);

    /// <summary>Sends and expects success.</summary>
    public async Task<PurchaseView> BuyAsync(Dictionary<string, object?> purchase)
    {
        var answer = await SendAsync(purchase);
        Assert.True(answer.Status == HttpStatusCode.OK, $"{answer.Status} {answer.Body}");
        return new PurchaseView(answer.Body);
    }

    /// <summary>Sends and expects a refusal of this code.</summary>
    public async Task RefusedAsync(string code, Dictionary<string, object?> purchase)
    {
        var answer = await SendAsync(purchase);
        Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{answer.Status} {answer.Body}");
        Assert.Equal(code, answer.Parameter("code"));
        Assert.NotEmpty(answer.Message);
    }

    public async Task<decimal> BalanceAsync(string type, string field)
    {
        var wallet = await Api.GetAsync($"wallets/{Wallet}");
        return wallet.Body.GetProperty("balances").EnumerateArray()
            .Where(b => b.GetProperty("type").GetString() == type && b.GetProperty("currency").GetString() == "EUR")
            .Select(b => b.GetProperty(field).GetDecimal()).SingleOrDefault();
    }

    public Task<decimal> CashAsync() => BalanceAsync("CRM", "open");

    public Task<decimal> CashAvailableAsync() => BalanceAsync("CRM", "available");

    /// <summary>Waits until the home has heard everything.</summary>
    public Task CashBecomesAsync(decimal amount) => Eventually.HoldsAsync($"cash of {amount}",
        async () => (Cash: await CashAsync(), Available: await CashAvailableAsync()), seen => seen == (amount, amount));

    /// <summary>Runs the sweep until no claim of this wallet is open.</summary>
    public Task SweepAsync() => Eventually.HoldsAsync("no open claim", async () =>
    {
        await Host.Host.Services.GetRequiredService<ClaimSweeper>().SweepAsync(TestContext.Current.CancellationToken);
        return await Host.Host.SqlAsync($"SELECT count(*) FROM spend_claim WHERE state = 'open' AND wallet = '{Wallet}'");
    }, open => open.Trim() == "0");
}

/// <summary>A purchase as the API shows it.</summary>
internal sealed record PurchaseView(JsonElement Body)
{
    public Guid Id => Body.GetProperty("id").GetGuid();

    public string State => Body.GetProperty("state").GetString()!;

    public decimal AmountToPay => Body.GetProperty("amount_to_pay").GetDecimal();

    public (decimal Award, decimal Redeem, decimal Spend) Rewards => (
        Body.GetProperty("rewards").GetProperty("award").GetDecimal(),
        Body.GetProperty("rewards").GetProperty("redeem").GetDecimal(),
        Body.GetProperty("rewards").GetProperty("spend").GetDecimal());
}
