using CrmEdge.Core.Tests.Kernel;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;
using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

public sealed class TicketContentTests
{
    private static readonly Gen<LineDraft> Lines =
        from cents in Gen.Choose(0, 5_000)
        from taxPercent in Gen.Choose(0, 100)
        from grams in Gen.Choose(1, 4_000)
        select Line($"SKU{grams % 3}", grams / 1_000m, cents / 100m, tax: cents * taxPercent / 100 / 100m);

    [Theory] // net, tax, total as sent -> as read; null is not sent
    [InlineData(8.40, 1.60, 10.00, 8.40, 1.60, 10.00)]
    [InlineData(8.40, 1.60, null, 8.40, 1.60, 10.00)]
    [InlineData(8.40, null, 10.00, 8.40, 1.60, 10.00)]
    [InlineData(null, 1.60, 10.00, 8.40, 1.60, 10.00)]
    [InlineData(null, null, 10.00, 10.00, 0, 10.00)]
    [InlineData(8.40, null, null, 8.40, 0, 8.40)]
    public void Two_amounts_make_the_third(double? net, double? tax, double? total, double readNet, double readTax,
        double readTotal)
    {
        var given = new AmountsDraft((decimal?)net, (decimal?)tax, (decimal?)total);
        var expected = new Amounts(Eur((decimal)readNet), Eur((decimal)readTax), Eur((decimal)readTotal));
        Assert.Equal(expected, Read(Draft with { Amounts = given, Lines = [] }).Amounts);
        Assert.Equal(expected, Read(Draft with { Amounts = default,
            Lines = [Line("A", 1, 0) with { Amounts = given }] }).Amounts);
    }

    [Fact]
    public void Totals_that_were_not_sent_are_the_sum_of_the_lines() => ForAll.Cases(Lines.NonEmptyListOf(), lines =>
    {
        var ticket = Read(Draft with { Amounts = default, Lines = [.. lines] });
        return ticket.Amounts.Total == ticket.Lines.Aggregate(Eur(0), (sum, line) => sum + line.Amounts.Total)
            && ticket.Amounts.Tax == ticket.Lines.Aggregate(Eur(0), (sum, line) => sum + line.Amounts.Tax)
            && ticket.Amounts.Net + ticket.Amounts.Tax == ticket.Amounts.Total;
    });

    [Fact]
    public void Merging_keeps_what_was_sold_and_leaves_no_two_lines_alike() => ForAll.Cases(Lines.NonEmptyListOf(), lines =>
    {
        var merged = Read(Draft with { Amounts = default, Lines = [.. lines] }).Lines;
        var alike = from a in merged
                    from b in merged
                    where !ReferenceEquals(a, b) && a.Sku == b.Sku
                    where a.Amounts.Total.Major / a.Quantity == b.Amounts.Total.Major / b.Quantity
                    where a.Amounts.Net.Major / a.Quantity == b.Amounts.Net.Major / b.Quantity
                    select a;
        return !alike.Any() && merged.Sum(line => line.Quantity) == lines.Sum(line => line.Quantity!.Value);
    });

    [Fact]
    public void The_same_SKU_at_the_same_price_is_one_line()
    {
        var ticket = Read(Draft with
        {
            Amounts = default,
            Lines = [Line("A", 1, 2), Line("B", 1, 2), Line("A", 2.5m, 5), Line("A", 1, 3)],
        });
        Assert.Equal([("A", 3.5m, Eur(7)), ("B", 1m, Eur(2)), ("A", 1m, Eur(3))],
            ticket.Lines.Select(line => (line.Sku, line.Quantity, line.Amounts.Total)));
    }

    [Theory]
    [InlineData(10.00)] // the discount is in the lines already
    [InlineData(8.00)] // it stands beside them
    public void A_discount_is_in_the_lines_or_beside_them(double total)
    {
        var ticket = Read(Draft with { Amounts = new(null, null, (decimal)total), Discount = 2 });
        Assert.Equal(Eur((decimal)total), ticket.Amounts.Total);
        Assert.Equal(Eur(0.16m * (decimal)total), ticket.Amounts.Tax);
    }

    [Fact]
    public void Totals_that_were_not_sent_are_less_the_discount()
    {
        var ticket = Read(Draft with { Amounts = default, Discount = 2 });
        Assert.Equal(new Amounts(Eur(6.72m), Eur(1.28m), Eur(8)), ticket.Amounts);
    }

    [Fact]
    public void Each_means_of_identification_is_read_as_itself()
    {
        Assert.Equal((new Identification.Contact(Contact), null), Who(new() { ContactId = Contact.ToString("N") }));
        Assert.Equal((new Identification.ContactCode("C-1"), null), Who(new() { ContactCode = " C-1 " }));
        Assert.Equal((new Identification.SpendToken("1234567812345678"), null), Who(new() { Otp = "1234567812345678" }));
        Assert.Equal((new Identification.SpendToken(new string('a', 32)), null), Who(new() { Otp = new string('a', 32) }));
        Assert.Equal((new Identification.Wallet("1234567812345678", false), null),
            Who(new() { WalletCode = "1234567812345678" }));
        Assert.Equal((new Identification.Wallet("1234567812345678", true), "654321"),
            Who(new() { WalletCode = "1234567812345678654321" }));
        Assert.Equal((new Identification.GiftPass("GIFT2026"), null), Who(new() { GiftPass = "gift-2026" }));
    }

    [Fact]
    public void Six_digits_authorise_beside_an_identification() =>
        Assert.Equal((new Identification.ContactCode("C-1"), "123456"), Who(new() { ContactCode = "C-1", Otp = "123456" }));

    [Fact]
    public void A_CIM_of_no_named_kind_may_be_any_that_fits()
    {
        Assert.Equal([CimKind.Card, CimKind.Loyalty], Kinds("4111 1111 1111 1111", null));
        Assert.Equal([CimKind.Phone], Kinds("+357 99 123456", null));
        Assert.Equal([CimKind.Email], Kinds("ann@example.com", null));
        Assert.Equal([CimKind.Loyalty], Kinds("4111 1111 1111 1111", CimKind.Loyalty));
    }

    [Fact]
    public void No_identification_prints_what_it_holds()
    {
        Assert.DoesNotContain("4111", $"{Who(new() { Cim = "4111111111111111" })}");
        Assert.DoesNotContain("1234", $"{Who(new() { WalletCode = "1234567812345678" })}");
        Assert.DoesNotContain("1234", $"{Who(new() { Otp = "1234567812345678" })}");
        Assert.DoesNotContain("GIFT", $"{Who(new() { GiftPass = "GIFT2026" })}");
        var cim = Assert.IsType<Identification.Cim>(Who(new() { Cim = "4111111111111111" }).Who);
        Assert.DoesNotContain("4111", $"{cim.Candidates[0]}");
    }

    [Fact]
    public void A_repeat_has_the_same_content_and_anything_else_has_not()
    {
        var digest = TicketDigest.Of(Read(Draft), Contact);
        Assert.Equal(digest, TicketDigest.Of(Read(Draft with { At = Noon.AddMinutes(3) }), Contact));
        Assert.Equal(digest, TicketDigest.Of(Read(Draft with { Identification = new() { ContactCode = "C", Otp = "123456" } }),
            Contact));
        Assert.Equal(digest, TicketDigest.Of(Read(Draft with { Lines = [Line("ESP1", 2.000m, 10, 1.60m)] }), Contact));
        TicketDraft[] others =
        [
            Draft with { Spend = new(4, false) },
            Draft with { Spend = new(4, true) },
            Draft with { Spend = new(null, false) },
            Draft with { Classification = null },
            Draft with { Amounts = default, Lines = [Line("ESP1", 2, 9, 1.60m)] },
            Draft with { Lines = [Line("ESP2", 2, 10, 1.60m)] },
            Draft with { Lines = [Line("ESP1", 1, 10, 1.60m)] },
            Draft with { Lines = [] },
        ];
        var digests = others.Select(draft => TicketDigest.Of(Read(draft), Contact)).Append(digest)
            .Append(TicketDigest.Of(Read(Draft), Guid.Empty)).Select(Convert.ToHexString).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void A_foreign_ticket_adds_up_in_the_currency_of_the_business()
    {
        var dollars = Read(Draft with { Currency = "USD", Spend = new(4, false) });
        var euros = ForeignTicket.Convert(dollars, Currency.Of("EUR"), 0.9137m);
        Assert.Equal(new Amounts(Eur(7.68m), Eur(1.46m), Eur(9.14m)), euros.Amounts);
        Assert.Equal(Eur(9.14m), euros.Lines[0].Amounts.Total);
        Assert.Equal(Eur(3.65m), euros.Spend!.Amount);
    }

    private static (Identification? Who, string? Otp) Who(IdentificationDraft draft)
    {
        var ticket = Read(Draft with { Identification = draft });
        return (ticket.Identification, ticket.Otp);
    }

    private static IEnumerable<CimKind> Kinds(string cim, CimKind? kind) =>
        Assert.IsType<Identification.Cim>(Who(new() { Cim = cim, CimKind = kind }).Who).Candidates.Select(c => c.Kind);
}
