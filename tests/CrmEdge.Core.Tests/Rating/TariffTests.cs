using CrmEdge.Cloud.Core.Rating;
using CrmEdge.Kernel;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Rating;

public sealed class TariffTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    private static readonly Dictionary<string, Tariff> Tariffs = new()
    {
        ["graduated with fees"] = new(PriceModel.Tiered, [new(1, 10, 10, 2), new(11, 20, 5, 3), new(21, null, 5, 3)]),
        ["packs of 10"] = new(PriceModel.Flat, [new(1, null, 100, 0, 10)]),
        ["packs of 10, 5 free"] = new(PriceModel.Flat, [new(1, null, 100, 0, 10)], Allowance: 5),
        ["packs of 10, 10 free"] = new(PriceModel.Flat, [new(1, null, 100, 0, 10)], Allowance: 10),
        ["packs of 10, 200 free"] = new(PriceModel.Flat, [new(1, null, 100, 0, 10)], Allowance: 200),
        ["5 per started 100, 100 free"] = new(PriceModel.Flat, [new(1, null, 5, 0, 100)], Allowance: 100),
        ["packs of 1000"] = new(PriceModel.Flat, [new(1, null, 1, 0, 1_000)]),
        ["all tiers"] = new(PriceModel.Tiered, [new(1, 10, 1.5m), new(11, 110, 1), new(111, null, 0.5m)]),
        ["top tier"] = new(PriceModel.Volume, [new(1, 10, 1.5m), new(11, 110, 1), new(111, null, 0.5m)]),
        ["tiers of blocks"] = new(PriceModel.Tiered, [new(1, 1_000, 1, 0, 100), new(1_001, null, 1, 0, 1_000)]),
        ["volume with fees"] = new(PriceModel.Volume, [new(1, 5, 0, 100), new(6, 10, 0, 150), new(11, 15, 10), new(16, null, 5)]),
        ["graduated cents"] = new(PriceModel.Tiered, [new(1, 1_000, 0.10m), new(1_001, 10_000, 0.05m), new(10_001, null, 0.01m)]),
        ["volume cents"] = new(PriceModel.Volume, [new(1, 1_000, 0.10m), new(1_001, 10_000, 0.05m), new(10_001, null, 0.01m)]),
        ["volume fraction"] = new(PriceModel.Volume, [new(1, 50_000, 0.001m), new(50_001, null, 0.0006m, 10)]),
        ["stairs"] = new(PriceModel.Stairstep, [new(1, 10, 20), new(11, 100, 50), new(101, null, 90)]),
        ["stairs, none when idle"] = new(PriceModel.Stairstep, [new(1, 10, 20), new(11, null, 50)], FeeAtZero: false),
        ["fee, none when idle"] = new(PriceModel.Tiered, [new(1, 10, 10, 2), new(11, null, 5, 3)], FeeAtZero: false),
        ["flat"] = Tariff.Flat(1.33333m),
        ["10 free"] = Tariff.Flat(1, allowance: 10),
    };

    [Theory]
    [InlineData("graduated with fees", 0, 2)]
    [InlineData("graduated with fees", 1, 12)]
    [InlineData("graduated with fees", 10, 102)]
    [InlineData("graduated with fees", 11, 110)]
    [InlineData("graduated with fees", 12, 115)]
    [InlineData("graduated with fees", 21, 163)]
    [InlineData("packs of 10", 121, 1_300)]
    [InlineData("packs of 10", 15, 200)]
    [InlineData("packs of 10, 5 free", 3, 0)]
    [InlineData("packs of 10, 5 free", 12, 100)]
    [InlineData("packs of 10, 10 free", 121, 1_200)]
    [InlineData("packs of 10, 200 free", 121, 0)]
    [InlineData("5 per started 100, 100 free", 201, 10)]
    [InlineData("packs of 1000", 4_500, 5)]
    [InlineData("all tiers", 111, 115.5)]
    [InlineData("top tier", 111, 55.5)]
    [InlineData("tiers of blocks", 5_325, 15)]
    [InlineData("volume with fees", 0, 100)]
    [InlineData("volume with fees", 3, 100)]
    [InlineData("volume with fees", 14, 140)]
    [InlineData("volume with fees", 15, 150)]
    [InlineData("volume with fees", 16, 80)]
    [InlineData("volume with fees", 100, 500)]
    [InlineData("graduated cents", 15_000, 600)]
    [InlineData("volume cents", 15_000, 150)]
    [InlineData("volume fraction", 65_000, 49)]
    [InlineData("stairs", 0, 20)]
    [InlineData("stairs", 10, 20)]
    [InlineData("stairs", 10.5, 50)]
    [InlineData("stairs", 100, 50)]
    [InlineData("stairs", 101, 90)]
    [InlineData("stairs, none when idle", 0, 0)]
    [InlineData("stairs, none when idle", 0.001, 20)]
    [InlineData("fee, none when idle", 0, 0)]
    [InlineData("fee, none when idle", 1, 12)]
    [InlineData("flat", 10, 13.3333)]
    [InlineData("10 free", 15, 5)]
    public void A_quantity_costs(string tariff, double quantity, double amount)
    {
        Assert.Empty(TariffRules.Errors(Tariffs[tariff]));
        Assert.Equal((decimal)amount, Tariffs[tariff].Amount((decimal)quantity));
    }

    [Fact]
    public void A_charge_is_rounded_to_the_minor_unit_half_away_from_zero()
    {
        Assert.Equal(1_333, RatedTotal.Nothing(Eur).Add(Tariffs["flat"], 10).Charged.Minor);
        Assert.Equal(1, RatedTotal.Nothing(Eur).Add(Tariff.Flat(0.005m), 1).Charged.Minor);
    }

    /// <summary>What each step adds: the second of two readings is charged by what the first used up.</summary>
    [Theory]
    [InlineData("10 free", 5, 15, 1_000)]
    [InlineData("10 free", 20, 15, 1_500)]
    [InlineData("volume with fees", 15, 1, -7_000)]
    public void A_later_reading_is_charged_the_difference(string tariff, double first, double then, long minor)
    {
        var before = RatedTotal.Nothing(Eur).Add(Tariffs[tariff], (decimal)first);
        var after = before.Add(Tariffs[tariff], (decimal)then);
        Assert.Equal(minor, (after.Charged - before.Charged).Minor);
    }

    [Fact]
    public void A_fee_is_due_without_any_usage_and_only_once()
    {
        var idle = RatedTotal.Nothing(Eur).Add(Tariffs["graduated with fees"], 0);
        Assert.Equal(200, idle.Charged.Minor);
        Assert.Equal(1_200, idle.Add(Tariffs["graduated with fees"], 1).Charged.Minor);
        Assert.Equal(idle, idle.Add(Tariffs["graduated with fees"], 0));
    }

    [Fact]
    public void The_sum_of_charges_is_the_price_of_the_whole_however_it_was_reported()
    {
        var cases =
            from tariff in Gen.Elements(Tariffs.Values.ToArray())
            from readings in Gen.Choose(0, 40_000).Select(n => n / 1_000m).ListOf()
            select (tariff, readings: readings.ToList());
        Check.One(Properties.Of(300), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var inOrder = c.readings.Aggregate(RatedTotal.Nothing(Eur), (total, q) => total.Add(c.tariff, q));
            var backwards =
                Enumerable.Reverse(c.readings).Aggregate(RatedTotal.Nothing(Eur), (total, q) => total.Add(c.tariff, q));
            var whole = Money.Round(c.tariff.Amount(c.readings.Sum()), Eur);
            return inOrder == backwards && (c.readings.Count == 0 || inOrder.Charged == whole);
        }));
    }

    [Fact]
    public void Everything_wrong_with_a_tariff_is_told_at_once()
    {
        var wrong = new Tariff(
            PriceModel.Flat, [new(2, 10, -1), new(12, 5, 1), new(4, 9, 1, 0, 0), new(10, null, 1), new(11, 20, 1)],
            Allowance: -1);
        TariffCode[] expected =
        [
            TariffCode.AllowanceOutOfRange, TariffCode.FlatHasOneTier, TariffCode.FirstTierMustStartAtOne,
            TariffCode.PriceOutOfRange,
            TariffCode.TierGap, TariffCode.TierEndsBeforeItStarts, TariffCode.TierOverlap, TariffCode.BlockMustBePositive,
            TariffCode.OnlyLastTierMayBeOpen, TariffCode.LastTierMustBeOpen,
        ];
        Assert.Equal(expected, TariffRules.Errors(wrong).Select(e => e.Code));
        Assert.Equal(TariffCode.NoTiers, Assert.Single(TariffRules.Errors(new Tariff(PriceModel.Volume, []))).Code);
        var many =
            Enumerable.Range(1, TariffRules.TiersMax + 1).Select(i => new Tier(i, i > TariffRules.TiersMax ? null : i, 1))
                .ToList();
        Assert.Equal(TariffCode.TooManyTiers, Assert.Single(TariffRules.Errors(new Tariff(PriceModel.Tiered, many))).Code);
        Assert.Equal(
            Enum.GetValues<TariffCode>().Order(), expected.Append(TariffCode.NoTiers).Append(TariffCode.TooManyTiers).Order());
    }

    [Theory]
    [InlineData(10, 12, "units 11 to 11 have no price: start at 11")]
    [InlineData(10, 10, "units up to 10 have a price already: start at 11")]
    public void A_gap_or_overlap_names_the_units(int to, int from, string reason)
    {
        var error = Assert.Single(TariffRules.Errors(new Tariff(PriceModel.Tiered, [new(1, to, 1), new(from, null, 1)])));
        Assert.Equal((1, reason), (error.Tier, error.Reason));
    }
}
