using System.Globalization;
using System.Text.Json;
using CrmEdge.Hosting;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Walls;

/// <summary>The one-time codes of an app that knows nothing of this product: oathtool with the key of the day.</summary>
[Collection(nameof(SharedWorld))]
public sealed class OathtoolTests(SyncWorld world, Shop shop) : IClassFixture<Shop>
{
    private const string Contact = "BEN";

    [Fact]
    public async Task A_code_of_oathtool_given_the_days_key_spends_at_the_till_once_and_is_refused_by_name_after_that()
    {
        var wallet = await WalletAsync();
        await using var till = await shop.TillAsync();
        var code = await CodeAsync(wallet, ago: TimeSpan.Zero);

        var paid = await SpendAsync(till, code);
        Assert.Equal(("approved", "4.00", "0.00"), (paid["state"], paid["spend"], paid["topay"]));
        Assert.Equal(16m, await BalanceAsync(wallet));

        var again = await SpendAsync(till, code);
        Assert.Equal(("declined", "otp_used", "The one-time code was used before. Wait for the next one, at most 30 seconds."),
            (again["state"], again["code"], again["say"]));
        var late = await SpendAsync(till, await CodeAsync(wallet, ago: TimeSpan.FromMinutes(5)));
        Assert.Equal(("declined", "otp_expired", "The one-time code has expired. Ask the customer for the code shown now."),
            (late["state"], late["code"], late["say"]));
        Assert.Equal(16m, await BalanceAsync(wallet));
        Assert.Equal(2, shop.Agent.Output.Count(line => line.Contains(" 2210 ", StringComparison.Ordinal)));
        await Shop.LoggedAsync(shop.Host, 3424, "otp_used", before: 0);
        await Shop.LoggedAsync(shop.Host, 3424, "otp_expired", before: 0);
    }

    private async Task<Guid> WalletAsync()
    {
        await world.PostAsync("contacts", new { type = "PERSON", first_name = "Ben", code = Contact });
        var contact = await Eventually.HoldsAsync("Ben's wallet", async () => await world.GetAsync($"contacts/{Contact}"),
            read => read.TryGetProperty("wallet", out var opened) && opened.ValueKind == JsonValueKind.Object);
        var wallet = contact.GetProperty("wallet").GetProperty("id").GetGuid();
        await world.PostAsync("topups", new { wallet_id = wallet, amount = 20m });
        await world.PostAsync($"wallets/{wallet}/otp", new { });
        return wallet;
    }

    // As an app does it: the day's key from the API, then the code of the moment.
    private async Task<string> CodeAsync(Guid wallet, TimeSpan ago)
    {
        var at = Ambient.Time.GetUtcNow() - ago;
        var day = new { date = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
        var key = (await world.PostAsync($"wallets/{wallet}/otp/day_keys", day)).GetProperty("key").GetString()!;
        var run = await TestProcess.RunAsync(new ProcessPlan("oathtool", "--totp", $"--now=@{at.ToUnixTimeSeconds()}", key));
        Assert.True(await run.Exited == 0, string.Join('\n', run.Errors));
        return Assert.Single(run.Output);
    }

    private static Task<IReadOnlyDictionary<string, string>> SpendAsync(TillLine till, string otp) => till.AskAsync(
        "SA", $"ref={Shop.NewReference()}", "cur=EUR", "total=4.00", $"code={Contact}", $"otp={otp}", "spend=max", "full=yes");

    private async Task<decimal> BalanceAsync(Guid wallet) => (await world.GetAsync($"wallets/{wallet}"))
        .GetProperty("balances").EnumerateArray().Single(b => b.GetProperty("type").GetString() == "BUSINESS")
        .GetProperty("open").GetDecimal();
}
