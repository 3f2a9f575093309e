using System.Globalization;
using CrmEdge.Cloud.Core.Billing;
using CrmEdge.Kernel;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Billing;

public sealed class BillingCycleTests
{
    private static readonly Currency Eur = Currency.Of("EUR");

    [Theory]
    [InlineData("2023-01-31", "2023-02-15", "2023-01-31", "2023-02-28")]
    [InlineData("2023-01-31", "2023-02-28", "2023-02-28", "2023-03-31")]
    [InlineData("2024-01-31", "2024-02-29", "2024-02-29", "2024-03-31")]
    [InlineData("2023-01-31", "2023-04-29", "2023-03-31", "2023-04-30")]
    [InlineData("2022-12-31", "2024-02-01", "2024-01-31", "2024-02-29")]
    [InlineData("2022-03-30", "2022-04-29", "2022-03-30", "2022-04-30")]
    [InlineData("2026-03-15", "2026-03-15", "2026-03-15", "2026-04-15")]
    [InlineData("2026-03-15", "2026-04-14", "2026-03-15", "2026-04-15")]
    [InlineData("2026-03-15", "2025-11-30", "2026-03-15", "2026-04-15")]
    public void A_day_lies_in_one_cycle(string first, string day, string start, string end) =>
        Assert.Equal(new BillingCycle(Date(start), Date(end)), BillingCycle.Of(Date(first), Date(day)));

    [Fact]
    public void Cycles_from_the_last_day_of_a_month_follow_the_ends_of_months()
    {
        var first = Date("2022-12-31");
        var cycle = BillingCycle.Of(first, first);
        List<string> starts = [];
        for (var i = 0; i < 16; i++, cycle = cycle.Next(first)) starts.Add(
            cycle.Start.ToString("yy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(
            "22-12-31 23-01-31 23-02-28 23-03-31 23-04-30 23-05-31 23-06-30 23-07-31 23-08-31 23-09-30 23-10-31 23-11-30 23-12-31 "
            + "24-01-31 24-02-29 24-03-31", string.Join(' ', starts));
    }

    [Fact]
    public void Cycles_cover_every_day_once()
    {
        var cases =
            from first in Gen.Choose(0, 20_000)
            from later in Gen.Choose(0, 2_000)
            select (First: DateOnly.FromDayNumber(730_000 + first), Later: later);
        Check.One(Properties.Of(500), Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var day = c.First.AddDays(c.Later);
            var cycle = BillingCycle.Of(c.First, day);
            return cycle.Start <= day && day < cycle.End && cycle.Next(c.First).Start == cycle.End
                && BillingCycle.Of(c.First, cycle.Start) == cycle && BillingCycle.Of(c.First, cycle.End.AddDays(-1)) == cycle;
        }));
    }

    [Theory]
    [InlineData("2026-03-31T21:30:00Z", "2026-04-01")]
    [InlineData("2026-03-31T20:30:00Z", "2026-03-31")]
    [InlineData("2026-01-31T21:30:00Z", "2026-01-31")]
    public void A_day_is_that_of_the_business_summer_time_included(string instant, string day) => Assert.Equal(
        Date(day),
        BillingCycle.DayOf(
            DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), TimeZoneInfo.FindSystemTimeZoneById("Asia/Nicosia")));

    [Fact]
    public void Tax_is_rounded_by_line()
    {
        var five = InvoiceDraft.Of([Item(4_530)], 5, Eur);
        var ten = InvoiceDraft.Of([Item(3_345)], 10, Eur);
        Assert.Equal((227, 335, 8_437), (five.Tax.Minor, ten.Tax.Minor, (five.Total + ten.Total).Minor));
        var both = InvoiceDraft.Of([Item(43), Item(484)], 15, Eur);
        Assert.Equal((79, 606), (both.Tax.Minor, both.Total.Minor));
    }

    [Fact]
    public void A_line_of_nothing_is_no_line_and_too_much_charged_earlier_comes_back()
    {
        var draft = InvoiceDraft.Of([Item(0), Item(500), Item(-120)], 0, Eur);
        Assert.Equal((2, 380), (draft.Lines.Count, draft.Total.Minor));
    }

    private static InvoiceItem Item(long minor) =>
        new(Guid.Empty, Guid.Empty, Guid.Empty, new BillingCycle(Date("2026-03-01"), Date("2026-04-01")), 1,
            new Money(minor, Eur));

    private static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
