using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Core.Tests.Rules;

/// <summary>Tickets for tests: a sound one, from which a test changes what it is about.</summary>
internal static class Tickets
{
    public static readonly Guid Contact = Guid.Parse("0192f0c1-0000-7000-8000-00000000c0de");
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Two espressos for 10.00 EUR, 1.60 of it tax.</summary>
    public static TicketDraft Draft => new()
    {
        Reference = "R-1001",
        BusinessDay = "2026-11-21",
        At = Noon,
        Currency = "EUR",
        Classification = "In-store",
        Amounts = new AmountsDraft(8.40m, 1.60m, 10.00m),
        Lines = [Line("ESP1", 2, 10.00m, tax: 1.60m, family: "COFFEE")],
        Identification = new IdentificationDraft { ContactId = Contact.ToString() },
    };

    public static LineDraft Line(string? sku, decimal? quantity, decimal total, decimal tax = 0, string? family = null) =>
        new(sku, "a product", family, quantity, new AmountsDraft(null, tax, total));

    public static Money Eur(decimal major) => Money.Round(major, Currency.Of("EUR"));

    public static Ticket Read(TicketDraft draft)
    {
        var read = TicketReader.Read(draft);
        Invariant.Holds(read.Code == TicketCode.Ok, $"{read.Code} {read.Field}");
        return read.Ticket!;
    }
}
