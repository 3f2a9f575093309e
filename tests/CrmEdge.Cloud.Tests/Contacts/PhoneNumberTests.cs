using CrmEdge.Cloud.Core.Contacts;

namespace CrmEdge.Cloud.Tests.Contacts;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("CYP", "99 123456", "+35799123456")]
    [InlineData("CYP", "+357 99-123456", "+35799123456")]
    [InlineData(null, "0035799123456", "+35799123456")]
    [InlineData("GBR", "020 7946 0018", "+442079460018")]
    [InlineData("ITA", "06 6982", "+39066982")]
    [InlineData("USA", "(212) 555-0100", "+12125550100")]
    [InlineData("GRC", "2101234567", "+302101234567")]
    [InlineData(null, "99123456", null)]
    [InlineData("XXX", "99123456", null)]
    [InlineData("CYP", "", null)]
    [InlineData("CYP", null, null)]
    [InlineData("CYP", "call me", null)]
    public void A_number_has_one_form(string? country, string? number, string? normal) =>
        Assert.Equal(normal, PhoneNumber.Normalise(country, number));

    [Theory]
    [InlineData("CYP", "357")]
    [InlineData("USA", "1")]
    [InlineData("BRB", "1246")]
    [InlineData("KAZ", "7")]
    [InlineData("ZWE", "263")]
    [InlineData("XXX", null)]
    public void A_country_has_its_calling_code(string country, string? code) => Assert.Equal(code, CallingCodes.Of(country));
}
