using CrmEdge.Kernel.Privacy;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Privacy;

public sealed class ScrubberTests
{
    [Theory]
    [InlineData("4111111111111111", "[card]")]                                        // Visa
    [InlineData("4111 1111 1111 1111", "[card]")]
    [InlineData("4111-1111-1111-1111", "[card]")]
    [InlineData("4111.1111.1111.1111", "[card]")]
    [InlineData("5555555555554444", "[card]")]                                        // Mastercard
    [InlineData("2223003122003222", "[card]")]                                        // Mastercard, 2-series
    [InlineData("378282246310005", "[card]")]                                         // American Express
    [InlineData("3782 822463 10005", "[card]")]
    [InlineData("30569309025904", "[card]")]                                          // Diners Club
    [InlineData("3056 930902 5904", "[card]")]
    [InlineData("6011111111111117", "[card]")]                                        // Discover
    [InlineData("3530111333300000", "[card]")]                                        // JCB
    [InlineData("6212345678901232", "[card]")]                                        // UnionPay
    [InlineData("paid with 4111111111111111, thanks", "paid with [card], thanks")]
    [InlineData("card4111111111111111end", "card[card]end")]
    [InlineData("PAN=4111111111111111&x=1", "PAN=[card]&x=1")]
    [InlineData("4111111111111111 and 5555555555554444", "[card] and [card]")]
    [InlineData("1234 4111 1111 1111 1111", "1234 [card]")]                           // digits before it
    [InlineData("4111 1111 1111 1111 12", "[card] 12")]                               // and after it
    [InlineData("4111 1111 1111 1111 123", "[card] 123")]
    [InlineData("""{"a":"4111111111111111"}""", """{"a":"[card]"}""")]
    public void A_card_number_is_taken_out(string text, string clean) => Assert.Equal(clean, Scrubber.Scrub(text));

    [Theory]
    [InlineData("%B4111111111111111^LOVELACE/ADA^30122010000000000?", "[track]")]
    [InlineData(";4111111111111111=30122010000000000?", "[track]")]
    [InlineData("x;4111111111111111=3012201?y", "x[track]y")]
    [InlineData("4111111111111111D30122010000000F", "[track]")]                       // EMV tag 57
    [InlineData("%B4111111111111111^A/B^3012201? ;4111111111111111=3012201?", "[track] [track]")]
    [InlineData(";501800000009=30122010000?", "[track]")]                             // 12 digits, within a track
    public void Track_data_is_taken_out_whole(string text, string clean) => Assert.Equal(clean, Scrubber.Scrub(text));

    [Theory]
    [InlineData("")]
    [InlineData("Ada Lovelace")]
    [InlineData("4111111111111112")]                                                  // wrong check digit
    [InlineData("1111111111111117")]                                                  // nobody issues it
    [InlineData("41111111111111111111")]                                              // twenty digits
    [InlineData("4006381333931")]                                                     // EAN-13
    [InlineData("5290001000017")]
    [InlineData("+35799123456")]
    [InlineData("+378282246310005")]                                                  // E.164 that looks like a card
    [InlineData("0194a5d1-4111-7111-8111-111111111111")]                              // id
    [InlineData("9f86d4111111111111111a2feaa0c55a")]                                  // digits within a hash
    [InlineData("2026-11-21T12:00:00.0000000Z")]
    [InlineData("invoice 20261121000000001")]
    public void Other_digits_stay_as_they_are(string text)
    {
        Assert.Same(text, Scrubber.Scrub(text));
        Assert.False(Scrubber.Finds(text));
    }

    [Fact]
    public void No_valid_card_number_survives_wherever_it_stands() => Prop.ForAll(
        Cards().ToArbitrary(), ArbMap.Default.ArbFor<NonNull<string>>(), ArbMap.Default.ArbFor<NonNull<string>>(),
        (card, before, after) => !Scrubber.Scrub($"{before.Get} {card} {after.Get}").Contains(card, StringComparison.Ordinal))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_clean_stays_clean_and_scrubbing_twice_changes_nothing() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), Cards().ToArbitrary(), (text, card) =>
        {
            var once = Scrubber.Scrub(text.Get + card);
            return ReferenceEquals(Scrubber.Scrub(once), once);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Long_runs_of_digits_and_separators_take_no_time()
    {
        var text = string.Concat(Enumerable.Repeat("4111 ", 200_000));
        Assert.NotNull(Scrubber.Scrub(text));
        Assert.NotNull(Scrubber.Scrub(new string('4', 1_000_000)));
        Assert.NotNull(Scrubber.Scrub(string.Concat(Enumerable.Repeat("%B411111111111", 50_000))));
    }

    private static Gen<string> Cards() =>
        from lead in Gen.Elements("4", "51", "2221", "62", "6011")
        from body in Gen.Choose(0, 9).ArrayOf(15 - lead.Length)
        select WithCheckDigit(lead + string.Concat(body));

    private static string WithCheckDigit(string digits) =>
        Enumerable.Range(0, 10).Select(d => $"{digits}{d}").Single(n => CrmEdge.Kernel.CimValue.HasValidCheckDigit(n));
}
