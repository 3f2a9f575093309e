using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using FsCheck.Fluent;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

public sealed class BasketTests
{
    private static readonly Conditions Coffee = new() { Products = [new(ProductKey.Family, "COFFEE")] };

    [Fact]
    public void Shares_make_the_whole_and_stay_within_one_unit_of_exact() => ForAll.Cases(
        Gen.Choose(0, int.MaxValue).Zip(Gen.Choose(0, 100_000).NonEmptyListOf()),
        x =>
        {
            var weights = x.Item2.Select(weight => (long)weight).ToList();
            var shares = Shares.Of(Eur(x.Item1 / 100m), weights);
            var sum = weights.Sum();
            return shares.Sum(share => share.Minor) == x.Item1
                && (sum == 0 || shares.Zip(weights).All(s => Math.Abs(s.First.Minor - ((decimal)x.Item1 * s.Second / sum)) < 1));
        });

    [Theory]
    [InlineData(100, "1,1,1", "34,33,33")]
    [InlineData(2, "1,1,1", "1,1,0")]
    [InlineData(5, "0,0", "5,0")]
    [InlineData(0, "3,4", "0,0")]
    [InlineData(10, "9,1", "9,1")]
    public void What_is_left_goes_to_those_who_lost_most(long whole, string weights, string shares) =>
        Assert.Equal(Longs(shares), Shares.Of(Eur(whole / 100m), Longs(weights)).Select(share => share.Minor));

    [Fact]
    public void Lines_make_the_ticket_to_the_cent_whatever_the_discount() => ForAll.Cases(
        Gen.Choose(1, 9_999).Zip(Gen.Choose(0, 30)).NonEmptyListOf().Zip(Gen.Choose(0, 100)),
        x =>
        {
            var lines = x.Item1.Select((l, i) => Line($"S{i}", 1, l.Item1 / 100m, tax: l.Item1 * l.Item2 / 100 / 100m)).ToList();
            var discount = Math.Floor(lines.Sum(line => line.Amounts.Total!.Value) * x.Item2) / 100m;
            var ticket = Read(Draft with { Amounts = default, Lines = lines, Discount = discount });
            var basket = Basket.Of(ticket, new Dictionary<string, ProductTraits>());
            return basket.Lines.Aggregate(Eur(0), (sum, line) => sum + line.Net) == ticket.Amounts.Net
                && basket.Lines.Aggregate(Eur(0), (sum, line) => sum + line.Tax) == ticket.Amounts.Tax
                && basket.Lines.All(line => line.Net.Minor >= 0 && line.Tax.Minor >= 0)
                && basket.ValueOf(Conditions.None) == ticket.Amounts.Total;
        });

    [Fact]
    public void The_catalogue_knows_better_than_the_till()
    {
        var ticket = Read(Draft with { Amounts = default,
            Lines = [Line("ESP1", 1, 3, family: "X"), Line("TEA", 1, 2, family: "COFFEE")] });
        var traits = new Dictionary<string, ProductTraits> { ["ESP1"] = new("ESP1", Family: "COFFEE"), ["TEA"] = new("TEA") };
        Assert.Equal(Eur(5), Basket.Of(ticket, traits).ValueOf(Coffee));
        Assert.Equal(Eur(2), Basket.Of(ticket, new Dictionary<string, ProductTraits>()).ValueOf(Coffee));
    }

    [Fact]
    public void A_ticket_without_lines_has_a_value_but_no_products()
    {
        var basket = Basket.Of(Read(Draft with { Lines = [] }), new Dictionary<string, ProductTraits>());
        Assert.Equal(Eur(10), basket.ValueOf(Conditions.None));
        Assert.Equal(Eur(0), basket.ValueOf(Coffee));
    }

    private static long[] Longs(string text) => [.. text.Split(',').Select(n => long.Parse(n, null))];
}
