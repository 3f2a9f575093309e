using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("EUR", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    [InlineData("CLF", 4)]
    [InlineData("MRU", 2)]
    [InlineData("ISK", 0)]
    [InlineData("XCG", 2)]
    public void A_currency_knows_its_decimals(string code, int exponent)
    {
        Assert.True(Currency.TryParse(code, out var currency));
        Assert.Equal((code, exponent), (currency.Code, currency.Exponent));
        Assert.Equal(currency, Currency.Of(code));
        Assert.Equal(code, currency.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("eur")]
    [InlineData("EURO")]
    [InlineData("XXX")]
    public void Anything_else_is_no_currency(string? code)
    {
        Assert.False(Currency.TryParse(code, out var currency));
        Assert.Equal(default, currency);
    }

    [Fact]
    public void Naming_an_unknown_currency_is_a_bug() =>
        Assert.StartsWith("ZZZ ", Assert.Throws<InvariantViolatedException>(() => Currency.Of("ZZZ")).What);

    [Fact]
    public void No_currency_has_an_empty_code_and_no_decimals() =>
        Assert.Equal(("", 0), (default(Currency).Code, default(Currency).Exponent));
}
