using CrmEdge.Kernel;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class MoneyTests
{
    private static readonly Gen<Currency> Currencies =
        Gen.Elements("EUR", "JPY", "KWD", "CLF").Select(Currency.Of);

    private static readonly Gen<long> Minors =
        Gen.Choose(int.MinValue, int.MaxValue).Zip(Gen.Choose(0, 1_000_000)).Select(x => (long)x.Item1 * x.Item2);

    private static readonly Gen<Money> Amounts = Minors.Zip(Currencies).Select(x => new Money(x.Item1, x.Item2));

    [Theory]
    [InlineData("EUR", 150, "1.50 EUR")]
    [InlineData("EUR", 100, "1.00 EUR")]
    [InlineData("EUR", -5, "-0.05 EUR")]
    [InlineData("JPY", 150, "150 JPY")]
    [InlineData("KWD", 1, "0.001 KWD")]
    [InlineData("CLF", 12_340, "1.2340 CLF")]
    [InlineData("EUR", long.MaxValue, "92233720368547758.07 EUR")]
    [InlineData("EUR", long.MinValue, "-92233720368547758.08 EUR")]
    public void An_amount_reads_with_every_decimal_of_its_currency(string currency, long minor, string text) =>
        Assert.Equal(text, new Money(minor, Currency.Of(currency)).ToString());

    [Theory]
    [InlineData("0.005", 1)]
    [InlineData("-0.005", -1)]
    [InlineData("0.0049999", 0)]
    [InlineData("2.345", 235)]
    [InlineData("2.335", 234)]
    public void Rounding_goes_half_away_from_zero(string major, long minor) =>
        Assert.Equal(Eur(minor), Money.Round(Decimal(major), Currency.Of("EUR")));

    [Fact]
    public void Rounding_beyond_64_bits_throws() =>
        Assert.Throws<OverflowException>(() => Money.Round(92_233_720_368_547_758.08m, Currency.Of("EUR")));

    [Theory]
    [InlineData("EUR", "1.50", true, 150)]
    [InlineData("EUR", "1.500", true, 150)]
    [InlineData("EUR", "1.505", false, 0)]
    [InlineData("JPY", "1.5", false, 0)]
    [InlineData("JPY", "-2", true, -2)]
    [InlineData("KWD", "1.505", true, 1_505)]
    [InlineData("EUR", "92233720368547758.07", true, long.MaxValue)]
    [InlineData("EUR", "92233720368547758.08", false, 0)]
    [InlineData("EUR", "79228162514264337593543950335", false, 0)]
    [InlineData("EUR", "-79228162514264337593543950335", false, 0)]
    public void Only_an_amount_the_currency_can_express_is_taken(string currency, string major, bool taken, long minor)
    {
        Assert.Equal(taken, Money.TryFromMajor(Decimal(major), Currency.Of(currency), out var money));
        Assert.Equal(taken ? new Money(minor, Currency.Of(currency)) : default, money);
    }

    [Fact]
    public void What_an_amount_says_in_major_units_makes_the_same_amount_again() => ForAll.Cases(Amounts,
        m => Money.TryFromMajor(m.Major, m.Currency, out var again) && again == m && Money.Round(m.Major, m.Currency) == m);

    [Fact]
    public void Sums_and_differences_undo_each_other() => ForAll.Cases(
        Minors.Two(), x => Eur(x.Item1) + Eur(x.Item2) - Eur(x.Item2) == Eur(x.Item1) && -(-Eur(x.Item1)) == Eur(x.Item1));

    [Fact]
    public void Comparisons_agree_with_the_minor_units() => ForAll.Cases(Minors.Two(), x =>
    {
        var (a, b) = (Eur(x.Item1), Eur(x.Item2));
        return a < b == x.Item1 < x.Item2 && a > b == x.Item1 > x.Item2
            && a <= b == x.Item1 <= x.Item2 && a >= b == x.Item1 >= x.Item2
            && Money.Min(a, b).Minor == Math.Min(x.Item1, x.Item2) && Money.Max(a, b).Minor == Math.Max(x.Item1, x.Item2);
    });

    [Fact]
    public void Two_currencies_never_meet()
    {
        var euros = Eur(1);
        var yen = new Money(1, Currency.Of("JPY"));
        Assert.Throws<InvariantViolatedException>(() => euros + yen);
        Assert.Throws<InvariantViolatedException>(() => euros - yen);
        Assert.Throws<InvariantViolatedException>(() => euros < yen);
        Assert.Throws<InvariantViolatedException>(() => Money.Max(euros, yen));
        Assert.Throws<InvariantViolatedException>(() => euros + default(Money));
    }

    [Fact]
    public void Arithmetic_past_64_bits_throws_instead_of_wrapping()
    {
        Assert.Throws<OverflowException>(() => Eur(long.MaxValue) + Eur(1));
        Assert.Throws<OverflowException>(() => Eur(long.MinValue) - Eur(1));
        Assert.Throws<OverflowException>(() => -Eur(long.MinValue));
    }

    [Theory]
    [InlineData(1_000, "5", 50)]
    [InlineData(1_010, "5", 51)]
    [InlineData(999, "12.5", 125)]
    [InlineData(-1_010, "5", -51)]
    [InlineData(1_000, "0", 0)]
    public void A_percentage_is_rounded_to_the_minor_unit(long minor, string percent, long expected) =>
        Assert.Equal(Eur(expected), Eur(minor).Percent(Decimal(percent)));

    [Fact]
    public void Zero_belongs_to_its_currency_and_default_to_none()
    {
        Assert.Equal(new Money(0, Currency.Of("JPY")), Money.Zero(Currency.Of("JPY")));
        Assert.Equal("", default(Money).Currency.Code);
        Assert.Equal(0m, default(Money).Major);
    }

    private static Money Eur(long minor) => new(minor, Currency.Of("EUR"));

    private static decimal Decimal(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
