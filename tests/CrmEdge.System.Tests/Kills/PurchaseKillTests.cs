using System.Text.Json;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>A host is killed between every two steps of a purchase paid from the cash pocket, and the till asks again.</summary>
public sealed class PurchaseKillTests(SyncWorld world) : IClassFixture<SyncWorld>
{
    private const decimal Cash = 200m;
    private const decimal Spend = 4m;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Wherever_the_host_is_killed_the_till_gets_one_purchase_and_the_wallet_pays_once()
    {
        var watch = new CommitWatch();
        await using var relay = new Relay(((GivenDatabase)world.Database).Port, watch.NewPassage);
        await RestartAsync(relay.Port);
        try
        {
            var shopper = await Shopper.InviteAsync(world, "CUT", Cash, tokens: 0);
            var steps = await StepsAsync(watch, shopper);
            TestContext.Current.TestOutputHelper?.WriteLine($"Commits of a purchase: {string.Join(" | ", steps)}");
            var bought = 1;
            foreach (var (step, after) in Cuts(steps.Count))
            {
                await CutAsync(watch, relay, shopper, step, after);
                await SettledAsync(shopper, Cash - (Spend * ++bought));
            }
        }
        finally
        {
            await RestartAsync(null);
        }
    }

    /// <summary>To kill after a step leaves the same books as before the next: the suite does each once, the soak both.</summary>
    private static IEnumerable<(int Step, bool After)> Cuts(int steps) => Soak.IsOn
        ? Enumerable.Range(1, steps).SelectMany(step => new[] { (step, false), (step, true) })
        : Enumerable.Range(1, steps).Select(step => (step, true)).Prepend((1, false));

    /// <summary>What a purchase commits, one after the other, where nothing goes wrong.</summary>
    private async Task<IReadOnlyList<string>> StepsAsync(CommitWatch watch, Shopper shopper)
    {
        var ticket = await TicketAsync(shopper, "CUT-NONE");
        watch.Count();
        await world.PostAsync("purchases", ticket);
        await SettledAsync(shopper, Cash - Spend);
        watch.Stop();
        var steps = watch.Commits;
        int At(string table) => steps.ToList().FindIndex(step => step.Split(' ').Contains(table));
        var (hold, purchase, heard) = (At("spend_claim"), At("purchase"), steps.ToList().FindLastIndex(s => s == "home_message"));
        Assert.True(hold >= 0 && hold < purchase && purchase < heard, string.Join(" | ", steps));
        Assert.Contains(steps.Skip(purchase + 1), step => step.Contains("spend_claim", StringComparison.Ordinal));
        return steps;
    }

    private async Task CutAsync(CommitWatch watch, Relay relay, Shopper shopper, int step, bool after)
    {
        var reference = $"CUT-{step}-{(after ? "after" : "before")}";
        var ticket = await TicketAsync(shopper, reference);
        var frozen = watch.FreezeAt(step, after);
        var first = world.PostAsync("purchases", ticket);
        await frozen.InTimeAsync(Patience, $"step {step} of a purchase; seen: {string.Join(" | ", watch.Commits)}");
        await world.Host!.KillAsync();
        watch.Stop();
        await relay.CutAsync();
        await world.StartHostAsync();

        var answered = await AnswerAsync(first);
        var again = await world.PostAsync("purchases", ticket);
        Assert.Equal(Spend, again.GetProperty("rewards").GetProperty("spend").GetDecimal());
        if (answered is { } early) Assert.Equal(early.GetRawText(), again.GetRawText());
        Assert.Equal(again.GetRawText(), (await world.PostAsync("purchases", ticket)).GetRawText());
        Assert.Equal(1, await world.CountAsync($"SELECT count(*) FROM purchase WHERE reference = '{reference}'"));
    }

    /// <summary>What the till was told before the host was killed, if it was.</summary>
    private static async Task<JsonElement?> AnswerAsync(Task<JsonElement> asked)
    {
        try
        {
            return await asked.InTimeAsync(Patience);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static async Task<object> TicketAsync(Shopper shopper, string reference)
    {
        var token = await shopper.NewTokenAsync();
        return new
        {
            contact = new { otp = token },
            organisation = new { venue_tap = new { code = SyncWorld.Tap } },
            reference_number = reference,
            currency_code = "EUR",
            transaction_amounts = new { net = 8.40m, tax = 1.60m, total = 10.00m },
            products = new[]
            {
                new { sku = reference, name = "Espresso", quantity = 2, net_amount = 8.40m, tax_amount = 1.60m,
                    total_amount = 10.00m },
            },
            spend_request = new { amount = Spend },
        };
    }

    /// <summary>Everything has been heard everywhere: no hold is open, and the wallet has paid what it should.</summary>
    private async Task SettledAsync(Shopper shopper, decimal cash)
    {
        await Eventually.HoldsAsync($"the wallet holds {cash}", async () => await shopper.CashAsync(),
            seen => seen == ((long)(cash * 100), (long)(cash * 100)), Patience);
        await Eventually.HoldsAsync("no hold is open and every word heard", async () => await world.SqlAsync($"""
            SELECT (SELECT count(*) FROM ledger_hold), (SELECT count(*) FROM home_message WHERE heard_at IS NULL),
                (SELECT count(*) FROM spend_claim WHERE state = 'open')
            """), seen => seen == "0|0|0", Patience);
        (await Books.ReadAsync(world)).AreRight();
    }

    private async Task RestartAsync(int? by)
    {
        await world.Host!.KillAsync();
        ((GivenDatabase)world.Database).By = by;
        await world.StartHostAsync();
    }
}
