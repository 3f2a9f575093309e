using System.Globalization;
using System.Net;
using CrmEdge.Cloud.Tests.Purchases;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Tests.Wallet;

/// <summary>Pockets, codes, top-ups and journals of a wallet, over HTTP.</summary>
public sealed class WalletTests(PurchaseHost host)
{
    [Fact]
    public async Task Pockets_of_two_businesses_lie_apart_and_each_sees_its_own()
    {
        var (here, there) = (await Counter.OpenAsync(host), await Counter.OpenAsync(host));
        await here.TopUpBusinessAsync(5);
        await here.TopUpCashAsync(7);
        Assert.Equal((5m, 7m), (await here.BalanceAsync("BUSINESS", "open"), await here.CashAsync()));
        Assert.Equal((0m, 0m), (await there.BalanceAsync("BUSINESS", "open"), await there.CashAsync()));
    }

    [Fact]
    public async Task A_wallet_has_sixteen_digits_of_its_own_that_are_no_card()
    {
        var codes = new List<string>();
        for (var i = 0; i < 3; i++) codes.Add((await Counter.OpenAsync(host)).WalletCode);
        Assert.All(codes, code => Assert.Matches("^[0-9]{16}$", code));
        Assert.All(codes, code => Assert.False(CimValue.HasValidCheckDigit(code)));
        Assert.Equal(3, codes.Distinct().Count());
    }

    [Fact]
    public async Task A_rotating_code_identifies_for_its_moment_and_once()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.SettingsAsync(new { rotating_codes = true });
        var none = await counter.Api.GetAsync($"wallets/{counter.Wallet}/code");
        Assert.Equal("otp_not_set_up", none.Parameter("code"));
        Assert.Equal(HttpStatusCode.Created, (await counter.Api.PostAsync($"wallets/{counter.Wallet}/otp", new { })).Status);
        await counter.RefusedAsync("wallet_code_must_rotate", counter.Purchase(new { wallet_code = counter.WalletCode }));
        var code = (await counter.Api.GetAsync($"wallets/{counter.Wallet}/code")).Text("code")!;
        Assert.Equal((22, counter.WalletCode), (code.Length, code[..16]));
        await counter.BuyAsync(counter.Purchase(new { wallet_code = code }));
        await counter.RefusedAsync("otp_used", counter.Purchase(new { wallet_code = code }));
    }

    [Fact]
    public async Task Currencies_of_the_cash_pocket_lie_apart()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(7);
        var admin = host.Host.Client(host.Host.AdminKey);
        await admin.CreateAsync("topups", new { wallet_id = counter.Wallet, amount = 9.00m, currency_code = "USD" });
        var wallet = await counter.Api.GetAsync($"wallets/{counter.WalletCode}");
        Assert.Equal([("EUR", 7m), ("USD", 9m)], wallet.Body.GetProperty("balances").EnumerateArray()
            .Where(b => b.GetProperty("type").GetString() == "CRM")
            .Select(b => (b.GetProperty("currency").GetString()!, b.GetProperty("open").GetDecimal())));
    }

    [Fact]
    public async Task The_journal_adds_up_to_the_balance()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.OfferAsync(5);
        await counter.TopUpCashAsync(5);
        await counter.TopUpBusinessAsync(2);
        await counter.TopUpPoolAsync(1);
        var bought = await counter.BuyAsync(counter.Purchase(new { otp = (await counter.TokenAsync()).Keyed },
            new { amount = 6m }));
        await counter.CashBecomesAsync(2);
        var lines = (await counter.Api.GetAsync($"wallets/{counter.Wallet}/journals?size=100")).Content.EnumerateArray().ToList();
        foreach (var (pocket, balance) in new[] { ("CRMCOM", 2m), ("BUSINESS", 0m), ("BUSINESS_COMMERCE", 0.50m) })
        {
            var sum = lines.Where(line => line.GetProperty("pocket").GetString() == pocket).Sum(line =>
                line.GetProperty("amount").GetDecimal() * (line.GetProperty("accounting").GetString() == "CREDIT" ? 1 : -1));
            Assert.Equal((pocket, balance), (pocket, sum));
        }
        Assert.Contains(lines, line => line.GetProperty("transaction_id").GetString() == bought.Id.ToString());
    }

    [Fact]
    public async Task A_top_up_is_done_once_by_its_id_and_fills_the_pocket_of_whose_gateway_it_was()
    {
        var counter = await Counter.OpenAsync(host);
        var body = new { id = Counter.NewId(), wallet_id = counter.Wallet, amount = 5m };
        for (var i = 0; i < 2; i++) Assert.Equal(body.id, await counter.Api.CreateAsync("topups", body));
        Assert.Equal(5m, await counter.BalanceAsync("BUSINESS", "open"));
        var other = await counter.Api.PostAsync("topups", body with { amount = 6m });
        Assert.Equal((HttpStatusCode.BadRequest, "id_reused"), (other.Status, other.Parameter("code")));
        var nothing = await counter.Api.PostAsync("topups", body with { id = Counter.NewId(), amount = 0m });
        Assert.Equal("amount_not_positive", nothing.Parameter("code"));
    }

    [Fact]
    public async Task A_journal_by_hand_gives_and_takes_and_never_below_nothing()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.Api.CreateAsync($"contacts/{counter.Contact}/journals",
            new { action = "CREDIT", entity = "WALLET", amount = 5m });
        await counter.Api.CreateAsync($"contacts/ANN-1/journals", new { action = "DEBIT", entity = "WALLET", amount = 2m });
        var tooMuch = await counter.Api.PostAsync(
            $"contacts/{counter.Contact}/journals", new { action = "DEBIT", entity = "WALLET", amount = 3.01m });
        Assert.Equal("CRM.EXCEPTIONS.CANNOTSPENDAMOUNTWALLETBALANCENOTENOUGHEXCEPTION", tooMuch.Error);
        Assert.Equal(3m, await counter.BalanceAsync("BUSINESS", "open"));
    }

    [Fact]
    public async Task A_one_time_code_of_the_days_key_spends_and_guessing_locks_the_wallet()
    {
        var counter = await Counter.OpenAsync(host);
        await counter.TopUpCashAsync(20);
        await counter.Api.PostAsync($"wallets/{counter.Wallet}/otp", new { });
        Assert.Equal(4m, (await counter.BuyAsync(Spending(counter, await CodeAsync(counter)))).Rewards.Spend);

        var wrong = "000000";
        for (var i = 0; i < 4; i++) await counter.RefusedAsync("otp_wrong", Spending(counter, wrong));
        await counter.RefusedAsync("terminal_locked", Spending(counter, wrong)); // the till is locked first, and for everybody
        await host.Host.SqlAsync($"DELETE FROM terminal_attempts WHERE tenant = '{counter.Business.LiveTenant}'");
        await counter.RefusedAsync("wallet_locked", Spending(counter, wrong));
        await counter.CashBecomesAsync(16);
    }

    [Fact]
    public async Task The_secret_is_given_once_and_lies_sealed()
    {
        var counter = await Counter.OpenAsync(host);
        var secret = (await counter.Api.PostAsync($"wallets/{counter.Wallet}/otp", new { })).Text("secret")!;
        Assert.Equal(52, secret.Length); // 32 bytes of base 32
        var stored = await host.Host.SqlAsync($"SELECT encode(sealed, 'hex') FROM wallet_secret WHERE id = '{counter.Wallet}'");
        Assert.DoesNotContain(Convert.ToHexStringLower(FromBase32(secret)), stored);
        var key = await DayKeyAsync(counter);
        Assert.Equal(Convert.ToHexStringLower(Totp.DayKey(FromBase32(secret), Today())), key);
    }

    private static Dictionary<string, object?> Spending(Counter counter, string otp) =>
        counter.Purchase(new { wallet_code = counter.WalletCode, otp }, new { amount = 4m });

    private static async Task<string> CodeAsync(Counter counter)
    {
        var now = CrmEdge.Hosting.Ambient.Time.GetUtcNow();
        return Totp.At(Convert.FromHexString(await DayKeyAsync(counter)), now);
    }

    private static async Task<string> DayKeyAsync(Counter counter)
    {
        var body = new { date = Today().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        return (await counter.Api.PostAsync($"wallets/{counter.Wallet}/otp/day_keys", body)).Text("key")!;
    }

    private static DateOnly Today() => DateOnly.FromDateTime(CrmEdge.Hosting.Ambient.Time.GetUtcNow().UtcDateTime);

    private static byte[] FromBase32(string text)
    {
        var bits = string.Concat(text.Select(c =>
            Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
