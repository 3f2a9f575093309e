using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;
using Xunit;
using static CrmEdge.Core.Tests.Rules.Tickets;

namespace CrmEdge.Core.Tests.Rules;

public sealed class TicketReaderTests
{
    private static readonly string Long = new('x', 300);

    /// <summary>One row a refusal: what is changed in a sound ticket, the code, and the field that is to blame.</summary>
    private static readonly (string What, Func<TicketDraft, TicketDraft> Change, TicketCode Code, string? Field)[] Table =
    [
        ("nothing", d => d, TicketCode.Ok, null),
        ("no reference", d => d with { Reference = " " }, TicketCode.ReferenceMissing, "reference_number"),
        ("long reference", d => d with { Reference = Long }, TicketCode.TextTooLong, "reference_number"),
        ("bell in it", d => d with { Reference = "R\a1" }, TicketCode.TextMalformed, "reference_number"),
        ("odd day", d => d with { BusinessDay = "21/11/2026" }, TicketCode.BusinessDayMalformed, "business_day"),
        ("long day", d => d with { BusinessDay = new string('1', 17) }, TicketCode.TextTooLong, "business_day"),
        ("Z number", d => d with { BusinessDay = "Z0042" }, TicketCode.Ok, null),
        ("no currency", d => d with { Currency = null }, TicketCode.CurrencyUnknown, "currency_code"),
        ("lower case", d => d with { Currency = "eur" }, TicketCode.CurrencyUnknown, "currency_code"),
        ("long classification", d => d with { Classification = Long }, TicketCode.TextTooLong, "classification"),
        ("a whole card", d => d with { PaymentMedium = "4111111111111111" },
            TicketCode.PaymentMediumMalformed, "payment_medium_identifier"),
        ("letters of a card", d => d with { PaymentMedium = "VISA" },
            TicketCode.PaymentMediumMalformed, "payment_medium_identifier"),
        ("first digits", d => d with { PaymentMedium = "41111111" }, TicketCode.Ok, null),
        ("501 lines", d => d with { Lines = [.. Enumerable.Repeat(Line("A", 1, 0), 501)] }, TicketCode.TooManyLines, "products"),
        ("no SKU", d => Sold(d, Line(null, 1, 10)), TicketCode.SkuMissing, "products[0].sku"),
        ("long SKU", d => Sold(d, Line(Long, 1, 10)), TicketCode.TextTooLong, "products[0].sku"),
        ("long name", d => Sold(d, Line("A", 1, 10) with { Name = Long }), TicketCode.TextTooLong, "products[0].name"),
        ("long family", d => Sold(d, Line("A", 1, 10) with { Family = Long }), TicketCode.TextTooLong, "products[0].family"),
        ("quantity 0", d => Sold(d, Line("A", 0, 10)), TicketCode.QuantityNotPositive, "products[0].quantity"),
        ("quantity below 0", d => Sold(d, Line("A", -1, 10)), TicketCode.QuantityNotPositive, "products[0].quantity"),
        ("quantity beyond", d => Sold(d, Line("A", 1_000_001, 10)), TicketCode.QuantityTooLarge, "products[0].quantity"),
        ("seven decimals", d => Sold(d, Line("A", 0.000_000_1m, 10)), TicketCode.QuantityTooFine, "products[0].quantity"),
        ("0.375 kg", d => Sold(d, Line("A", 0.375m, 10)), TicketCode.Ok, null),
        ("no quantity", d => Sold(d, Line("A", null, 10)), TicketCode.Ok, null),
        ("negative line", d => Sold(d, Line("A", 1, -10)), TicketCode.AmountNegative, "products[0]"),
        ("second line", d => Sold(d, Line("A", 1, 10), Line("B", 1, -1)), TicketCode.AmountNegative, "products[1]"),
        ("negative total", d => Bare(d, new AmountsDraft(null, null, -1)), TicketCode.AmountNegative, "transaction_amounts"),
        ("negative discount", d => d with { Discount = -1 }, TicketCode.AmountNegative, "discount"),
        ("half a cent", d => Bare(d, new AmountsDraft(null, null, 1.005m)), TicketCode.AmountTooFine, "transaction_amounts"),
        ("yen with decimals", d => Bare(d, new AmountsDraft(null, null, 1.5m)) with { Currency = "JPY" },
            TicketCode.AmountTooFine, "transaction_amounts"),
        ("beyond all money", d => Bare(d, new AmountsDraft(null, null, decimal.MaxValue)),
            TicketCode.AmountTooLarge, "transaction_amounts"),
        ("no amounts at all", d => Bare(d, default), TicketCode.AmountMissing, "transaction_amounts"),
        ("tax alone", d => Bare(d, new AmountsDraft(null, 1, null)), TicketCode.AmountMissing, "transaction_amounts"),
        ("line without amounts", d =>
            Sold(d, Line("A", 1, 10) with { Amounts = default }), TicketCode.AmountMissing, "products[0]"),
        ("line that does not add up", d => Sold(d, Line("A", 1, 10) with { Amounts = new(8, 1, 10) }),
            TicketCode.LineDoesNotAddUp, "products[0]"),
        ("line with more tax than price", d => Sold(d, Line("A", 1, 10, tax: 11)), TicketCode.LineDoesNotAddUp, "products[0]"),
        ("line with more net than total", d => Sold(d, Line("A", 1, 10) with { Amounts = new(11, null, 10) }),
            TicketCode.LineDoesNotAddUp, "products[0]"),
        ("ticket that does not add up", d =>
            Bare(d, new AmountsDraft(8, 1, 10)), TicketCode.TotalsDoNotAddUp, "transaction_amounts"),
        ("the same over lines", d => d with { Amounts = new(8, 1.60m, 10) }, TicketCode.TotalsDoNotAddUp, "transaction_amounts"),
        ("more discount than price", d =>
            d with { Amounts = default, Discount = 10.01m }, TicketCode.TotalsDoNotAddUp, "discount"),
        ("lines short of the total", d => d with { Amounts = new(null, null, 10.01m) },
            TicketCode.LinesDoNotMakeTotals, "transaction_amounts"),
        ("tax a cent off a line", d => d with { Amounts = new(null, 1.61m, 10) }, TicketCode.Ok, null),
        ("tax two cents off a line", d => d with { Amounts = new(null, 1.62m, 10) },
            TicketCode.LinesDoNotMakeTotals, "transaction_amounts"),
        ("nobody", d => By(d, new()), TicketCode.IdentificationMissing, "contact"),
        ("id and code", d => By(d, new() { ContactId = $"{Contact}", ContactCode = "C1" }),
            TicketCode.IdentificationAmbiguous, "contact"),
        ("token and wallet code", d => By(d, new() { Otp = "1234567812345678", WalletCode = "1234567812345678" }),
            TicketCode.IdentificationAmbiguous, "contact"),
        ("rotating code and another", d => By(d, new() { Otp = "123456", WalletCode = "1234567812345678123456" }),
            TicketCode.IdentificationAmbiguous, "contact.otp"),
        ("six digits alone", d => By(d, new() { Otp = "123456" }), TicketCode.OtpIdentifiesNobody, "contact"),
        ("no id", d => By(d, new() { ContactId = "C1" }), TicketCode.IdentificationMalformed, "contact.id"),
        ("long code", d => By(d, new() { ContactCode = Long }), TicketCode.IdentificationMalformed, "contact.code"),
        ("fifteen digits", d => By(d, new() { Otp = "123456789012345" }), TicketCode.IdentificationMalformed, "contact.otp"),
        ("short wallet code", d =>
            By(d, new() { WalletCode = "123" }), TicketCode.IdentificationMalformed, "contact.wallet_code"),
        ("no card", d => By(d, new() { Cim = "4111111111111112", CimKind = CimKind.Card }),
            TicketCode.IdentificationMalformed, "contact.cim"),
        ("short pass", d => By(d, new() { GiftPass = "abc" }), TicketCode.IdentificationMalformed, "contact.gift_pass"),
        ("spend nothing", d => d with { Spend = new(0, false) }, TicketCode.SpendNotPositive, "spend_request.amount"),
        ("spend half a cent", d => d with { Spend = new(0.005m, false) }, TicketCode.AmountTooFine, "spend_request.amount"),
    ];

    public static TheoryData<string> Rows => [.. Table.Select(row => row.What)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Everything_wrong_with_a_ticket_has_its_code_and_field(string what)
    {
        var (_, change, code, field) = Table.Single(row => row.What == what);
        var read = TicketReader.Read(change(Draft));
        Assert.Equal((code, field), (read.Code, read.Field));
        Assert.Equal(code == TicketCode.Ok, read.Ticket is not null);
    }

    [Fact]
    public void Every_code_is_in_the_table() => Assert.Empty(Enum.GetValues<TicketCode>().Except(Table.Select(row => row.Code)));

    [Fact]
    public void The_first_thing_wrong_names_the_answer()
    {
        var draft = Draft with { Reference = null, Currency = "X", Lines = [Line(null, 0, -1)] };
        Assert.Equal(TicketCode.ReferenceMissing, TicketReader.Read(draft).Code);
    }

    [Fact]
    public void A_business_day_is_that_of_the_sale_unless_told() =>
        Assert.Equal("2026-11-21", Read(Draft with { BusinessDay = null }).BusinessDay);

    private static TicketDraft Sold(TicketDraft draft, params LineDraft[] lines) =>
        draft with { Amounts = default, Lines = lines };

    private static TicketDraft Bare(TicketDraft draft, AmountsDraft amounts) => draft with { Amounts = amounts, Lines = [] };

    private static TicketDraft By(TicketDraft draft, IdentificationDraft who) => draft with { Identification = who };
}
