using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Kills;

/// <summary>Agents, the host and PostgreSQL are killed at random moments while tills sell and meters stream.</summary>
public sealed class RandomKillTests
{
    private const int SalesBetweenMost = 15;
    private const int SecondKillOneIn = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan MomentMost = TimeSpan.FromMilliseconds(400);
    private static readonly int Kills = Soak.Rounds(suite: 8, full: 20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Nothing_that_was_acknowledged_is_lost_and_nothing_is_booked_twice() => Soak.SeededAsync(20_261_121, SurviveAsync);

    private static async Task SurviveAsync(Random random)
    {
        await using var chain = await Chain.StartAsync(random);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var ringing = chain.Tills.Select(till => Task.Run(() => till.RingAsync(stop.Token), Ct)).ToArray();
        try
        {
            foreach (var victim in Victims(random)) await RoundAsync(chain, random, victim);
            await BookingAgainAsync(chain);
        }
        finally
        {
            await stop.CancelAsync();
        }
        await Task.WhenAll(ringing).InTimeAsync(Patience);
        await chain.Fleet.EndAsync();
        var books = await chain.SettledAsync();
        CheckSales(chain, books);
        await CheckReadingsAsync(chain);
        await CheckInboxAsync(chain);
        await CheckRepeatsAsync(chain, books);
        Tell(chain);
    }

    /// <summary>As many as there are kills, each kind in turn, the order drawn anew each time.</summary>
    private static IEnumerable<Victim> Victims(Random random)
    {
        var kinds = Enum.GetValues<Victim>();
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill % kinds.Length == 0) random.Shuffle(kinds);
            yield return kinds[kill % kinds.Length];
        }
    }

    private static async Task RoundAsync(Chain chain, Random random, Victim victim)
    {
        await BookingAgainAsync(chain);
        var (before, some) = (Answered(chain), random.Next(1, SalesBetweenMost));
        await Eventually.IsTrueAsync($"{some} more sales", () => Answered(chain) >= before + some, Patience);
        await Task.Delay(MomentMost * random.NextDouble(), Ct);
        var first = chain.KillAsync(victim);
        if (random.Next(SecondKillOneIn) == 0 && victim != Victim.Store) await chain.KillAsync(Victim.Store);
        await first;
    }

    /// <summary>The whole chain works: sales reach the books, and readings are acknowledged.</summary>
    private static async Task BookingAgainAsync(Chain chain)
    {
        var (approved, acked) = (chain.Tills.Sum(till => till.Approved), chain.Fleet.Acknowledged());
        await Eventually.IsTrueAsync("sales are booked again", () => chain.Tills.Sum(till => till.Approved) > approved, Patience);
        await Eventually.IsTrueAsync("readings flow again", () => chain.Fleet.Acknowledged() > acked, Patience);
    }

    private static int Answered(Chain chain) => chain.Tills.Sum(till => till.Answered);

    /// <summary>What each till was told is what is booked, once; and wallets paid just that.</summary>
    private static void CheckSales(Chain chain, Books books)
    {
        books.AreRight();
        var receipts = chain.Tills.SelectMany(till => till.Receipts).ToDictionary(receipt => receipt.Reference);
        Assert.All(receipts.Values, receipt => CheckSale(receipt, [.. books.Purchases[receipt.Reference]]));
        Assert.Empty(books.Purchases.Select(booked => booked.Key).Except(receipts.Keys));
        var spent = books.Purchases.SelectMany(booked => booked).Where(p => p.State == "posted").Sum(p => p.Spent);
        Assert.Equal(Chain.CashAtFirst - spent, long.Parse(books.Figure("wallet_cash"), null));
        Assert.Equal("0", books.Figure("quarantined"));
        // The load met what it was meant to meet.
        Assert.True(receipts.Values.Count(receipt => receipt.State == "approved") > Kills, "sales were approved");
        Assert.True(spent > 0, "cash was spent");
    }

    private static void CheckSale(Receipt receipt, (string State, string Total, long Spent)[] booked)
    {
        Assert.InRange(booked.Length, 0, 1);
        var stands = booked.Where(purchase => purchase.State == "posted").ToArray();
        Assert.True(receipt.IsMade == (stands.Length == 1), $"{receipt}, booked: {string.Join(", ", booked)}");
        if (receipt.State != "approved") return;
        Assert.Equal(Shopper.Text(stands[0].Spent / 100m), receipt.Answer!["spend"] is { Length: > 0 } paid ? paid : "0.00");
    }

    private static async Task CheckReadingsAsync(Chain chain)
    {
        var rated = await chain.Fleet.RatedAsync();
        Assert.Equal(rated.Count, rated.Distinct().Count());
        Assert.Empty(chain.Fleet.Noted("acked").Except(rated));
        Assert.Empty(rated.Except(chain.Fleet.Noted("sent")));
        Assert.Empty(chain.Fleet.Noted("refused"));
    }

    private static void Tell(Chain chain)
    {
        var told = chain.Tills.SelectMany(till => till.Receipts).CountBy(receipt => $"{receipt.State} {receipt.Answer!["code"]}")
            .OrderByDescending(count => count.Value).Select(count => $"{count.Value} {count.Key}");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Kills} kills; sales: {string.Join(", ", told)}; readings: {chain.Fleet.Noted("acked").Count} acknowledged");
    }

    /// <summary>Records of each edge came in order and without a hole.</summary>
    private static async Task CheckInboxAsync(Chain chain)
    {
        foreach (var edge in (Guid[])[chain.Store.Edge, chain.Hub.Edge])
        {
            Assert.Equal(0, await chain.World.CountAsync(
                $"SELECT count(*) FROM (SELECT seq, lag(seq) OVER (ORDER BY seq) AS before FROM inbox WHERE edge = '{edge}') s " +
                "WHERE seq <> coalesce(before, 0) + 1"));
        }
    }

    /// <summary>Tills ask after every sale and ring each again: they hear what they heard, and nothing changes.</summary>
    private static async Task CheckRepeatsAsync(Chain chain, Books before)
    {
        foreach (var till in chain.Tills)
        {
            foreach (var receipt in till.Receipts)
            {
                var status = receipt with { Answer = await till.StatusAsync(receipt, Ct) };
                Assert.True(status.IsMade == receipt.IsMade, $"{receipt}, and asked again {status}");
                // Refused before anything was written, it may be rung anew; everything else has its answer for good.
                if (receipt.Answer!["code"] == "offline_no_spend") continue;
                var again = receipt with { Answer = await till.SellAsync(receipt, Ct) };
                Assert.True(again.IsMade == receipt.IsMade, $"{receipt}, and rung again {again}");
                if (receipt.State == again.State) Assert.Equal(receipt.Answer["purchase"], again.Answer!["purchase"]);
            }
        }
        Assert.Equal(before.Text, (await chain.SettledAsync()).Text);
    }
}
