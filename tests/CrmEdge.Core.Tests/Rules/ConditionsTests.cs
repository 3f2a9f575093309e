using CrmEdge.Rules.Offers;
using Xunit;

namespace CrmEdge.Core.Tests.Rules;

public sealed class ConditionsTests
{
    private static readonly Guid Business = Guid.Parse("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid Venue = Guid.Parse("00000000-0000-0000-0000-00000000000e");

    [Theory] // 2026-11-21 is a Saturday: day 7
    [InlineData("2026-11-21T12:00", "7", "", null, null, true)]
    [InlineData("2026-11-21T12:00", "1,2,3,4,5,6", "", null, null, false)]
    [InlineData("2026-11-22T12:00", "1", "", null, null, true)]
    [InlineData("2026-11-21T12:00", "", "11", null, null, true)]
    [InlineData("2026-11-21T12:00", "", "1,12", null, null, false)]
    [InlineData("2026-11-21T12:00", "", "", "12:00", "13:00", true)]
    [InlineData("2026-11-21T13:00", "", "", "12:00", "13:00", false)]
    [InlineData("2026-11-21T11:59", "", "", "12:00", null, false)]
    [InlineData("2026-11-21T23:00", "7", "", "22:00", "02:00", true)]
    [InlineData("2026-11-22T01:59", "7", "", "22:00", "02:00", true)] // still Saturday's window
    [InlineData("2026-11-21T01:00", "7", "", "22:00", "02:00", false)] // Friday's
    [InlineData("2026-11-22T02:00", "", "", "22:00", "02:00", false)]
    [InlineData("2026-12-01T01:00", "", "11", "22:00", "02:00", true)]
    public void A_time_meets_every_part_of_its_condition(
        string at, string days, string months, string? start, string? end, bool meets)
    {
        var condition = new TimeCondition
        {
            Days = Numbers(days),
            Months = Numbers(months),
            Start = start is null ? null : TimeOnly.Parse(start, null),
            End = end is null ? null : TimeOnly.Parse(end, null),
        };
        Assert.Equal(meets, condition.Includes(Civil(at)));
    }

    [Theory]
    [InlineData("2026-10-31", false)]
    [InlineData("2026-11-01", true)]
    [InlineData("2026-11-30", true)]
    [InlineData("2026-12-01", false)]
    public void Both_days_of_validity_count(string date, bool valid)
    {
        var november = new TimeCondition { ValidFrom = new DateOnly(2026, 11, 1), ValidTo = new DateOnly(2026, 11, 30) };
        Assert.Equal(valid, november.Includes(Civil(date + "T00:00")));
        Assert.Equal(valid, november.Includes(Civil(date + "T23:59")));
    }

    [Fact]
    public void An_organisation_counts_with_everything_below_it()
    {
        var at = new Circumstances(Civil("2026-11-21T12:00"), [Venue, Business]);
        Assert.True(Conditions.None.Meet(at));
        Assert.True(new Conditions { Organisations = [Business] }.Meet(at));
        Assert.True(new Conditions { Organisations = [Guid.Empty, Venue] }.Meet(at));
        Assert.False(new Conditions { Organisations = [Guid.Empty] }.Meet(at));
        Assert.False(new Conditions { Organisations = [Venue], Time = new() { Days = [1] } }.Meet(at));
    }

    [Theory]
    [InlineData(ProductKey.Product, "ESP1", true)]
    [InlineData(ProductKey.Type, "DRINK", true)]
    [InlineData(ProductKey.Family, "COFFEE", true)]
    [InlineData(ProductKey.Brand, "ACME", true)]
    [InlineData(ProductKey.Product, "COFFEE", false)]
    [InlineData(ProductKey.Type, "ESP1", false)]
    [InlineData(ProductKey.Family, "DRINK", false)]
    [InlineData(ProductKey.Brand, "COFFEE", false)]
    public void A_product_is_named_by_SKU_type_family_or_brand(ProductKey key, string code, bool accepted)
    {
        var conditions = new Conditions { Products = [new(ProductKey.Product, "OTHER"), new(key, code)] };
        Assert.Equal(accepted, conditions.Accept(new ProductTraits("ESP1", "DRINK", "COFFEE", "ACME")));
    }

    [Fact]
    public void A_purchase_of_no_product_meets_no_product_condition()
    {
        Assert.True(Conditions.None.Accept(null));
        Assert.False(new Conditions { Products = [new(ProductKey.Product, "A")] }.Accept(null));
        Assert.False(new Conditions { Products = [new(ProductKey.Brand, "A")] }.Accept(new ProductTraits("A")));
    }

    private static CivilTime Civil(string text)
    {
        var at = DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return new CivilTime(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));
    }

    private static int[] Numbers(string text) => text.Length == 0 ? [] : [.. text.Split(',').Select(n => int.Parse(n, null))];
}
