using CrmEdge.Hosting;
using CrmEdge.Simulators.Till;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>A store's agent is killed in the middle of a sale; the till asks what became of it.</summary>
[Collection(nameof(SharedWorld))]
public sealed class SaleKillTests(SyncWorld world)
{
    private const long Cash = 2_000;
    private const long Spend = 400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static int _sales;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)] // what only earns is durable, and cannot be refused
    [InlineData(true)] // what spends is undone, unless the cloud had it in time
    public async Task Killed_before_the_cloud_heard_of_a_sale_the_till_gets_one_true_answer(bool spends)
    {
        var isMade = await KillAsync(spends, valve => valve.CloseUp(), _ => Task.CompletedTask);
        if (!spends) Assert.True(isMade);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_after_the_cloud_booked_a_sale_the_till_is_told_that_it_stands(bool spends) =>
        Assert.True(await KillAsync(spends, valve => valve.CloseDown(), BookedAsync));

    /// <summary>Rings a sale with the link closed one way, kills the agent, opens the link and starts it again.</summary>
    /// <returns>Whether the sale stands.</returns>
    private async Task<bool> KillAsync(bool spends, Action<Valve> close, Func<string, Task> until)
    {
        var valve = new Valve();
        await using var link = new Relay(world.SyncPort, () => valve);
        await using var store = await Store.OpenBehindAsync(
            link, world, [SyncWorld.Tap], "--Pos:SpendSeconds=60", "--Pos:AnswerSeconds=60", "--Pos:SettleSeconds=60");
        var name = $"MID-{Interlocked.Increment(ref _sales)}";
        var shopper = await Shopper.InviteAsync(world, name, Cash / 100m, tokens: spends ? 1 : 0);
        var receipt = Ring(shopper, name, spends);
        var till = store.Till(SyncWorld.Tap);

        close(valve);
        var asked = till.AskAsync("SA", receipt.Fields, Ct);
        await store.Agent.LineAsync($"{name} of {SyncWorld.Tap} written", Patience);
        await until(name);
        if (asked.IsCompleted) Assert.Fail($"The till was told {(await asked)["code"]} while nobody could know.");
        await store.KillAsync();
        await link.CutAsync();
        valve.Open();
        await store.StartAsync();
        await asked.InTimeAsync(Patience);
        return await OneAnswerAsync(store, till, receipt, shopper);
    }

    /// <summary>Whichever way the till asks it hears the same, and it is what is booked.</summary>
    private async Task<bool> OneAnswerAsync(Store store, LineTill till, Receipt receipt, Shopper shopper)
    {
        receipt.Answer = await LastAsync(till, "ST", [new("ref", receipt.Reference), new("day", receipt.Day)]);
        await store.DrainedAsync();
        var posted = await world.SqlAsync(
            $"SELECT spent_cash FROM purchase WHERE reference = '{receipt.Reference}' AND state = 'posted'");
        Assert.True(receipt.IsMade == posted.Length > 0, $"{receipt}, and in the books: '{posted}'");
        var spent = posted.Length > 0 ? long.Parse(posted, null) : 0;
        Assert.Equal(receipt.IsMade && receipt.Fields.Any(field => field.Key == "spend") ? Spend : 0, spent);
        await Eventually.HoldsAsync($"the wallet paid {spent}, once", async () => await shopper.CashAsync(),
            cash => cash == (Cash - spent, Cash - spent), Patience);

        var again = receipt with { Answer = await LastAsync(till, "SA", receipt.Fields) };
        var later = receipt with { Answer = await LastAsync(till, "ST", [new("ref", receipt.Reference), new("day", receipt.Day)]) };
        Assert.Equal((receipt.IsMade, receipt.IsMade), (again.IsMade, later.IsMade));
        return receipt.IsMade;
    }

    private static Task<TillAnswer> LastAsync(LineTill till, string type, IReadOnlyList<KeyValuePair<string, string>> fields) =>
        Eventually.HoldsAsync("a last word", async () => await till.AskAsync(type, fields, Ct),
            answer => answer["state"] is not ("pending" or "unknown"), Patience);

    private Task BookedAsync(string reference) => Eventually.HoldsAsync($"{reference} is booked", async () =>
        await world.CountAsync($"SELECT count(*) FROM purchase WHERE reference = '{reference}'"), count => count == 1, Patience);

    private static Receipt Ring(Shopper shopper, string reference, bool spends)
    {
        var now = Ambient.Time.GetUtcNow();
        var day = $"{now:yyyy-MM-dd}";
        List<KeyValuePair<string, string>> fields =
        [
            new("ref", reference), new("day", day), new("at", $"{now:yyyy-MM-ddTHH:mm:ss}Z"), new("cur", "EUR"),
            new("total", "10.00"), .. spends ? shopper.Show(0, now).Fields : [new("code", shopper.Code)],
        ];
        if (spends) fields.Add(new("spend", Shopper.Text(Spend / 100m)));
        return new Receipt(reference, day, fields);
    }
}
