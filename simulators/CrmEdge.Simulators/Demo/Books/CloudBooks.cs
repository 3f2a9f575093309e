using System.Globalization;

namespace CrmEdge.Simulators.Demo.Books;

/// <summary>What deploy/audit.sql told of the cloud's books.</summary>
internal sealed record CloudBooks(
    IReadOnlyDictionary<string, decimal> Figures, IReadOnlyList<BookedPurchase> Purchases, IReadOnlyList<BookedInvoice> Invoiced,
    IReadOnlyList<string> SetAside)
{
    private const decimal MinorPerMajor = 100m;

    public decimal Count(string figure) => Figures[figure];

    /// <summary>A figure that is money, in euros.</summary>
    public decimal Money(string figure) => Figures[figure] / MinorPerMajor;

    /// <summary>Nothing is under way any more.</summary>
    public bool AreSettled => Count("inbox_waiting") == 0 && Count("home_messages_waiting") == 0;

    public static CloudBooks Read(IEnumerable<string> rows)
    {
        var parts = rows.Select(row => row.Split('|')).ToLookup(row => row[0]);
        return new CloudBooks(
            parts["figure"].ToDictionary(row => row[1], row => decimal.Parse(row[2], CultureInfo.InvariantCulture)),
            [.. parts["purchase"].Select(BookedPurchase.Read)],
            [.. parts["invoice"].Select(row => new BookedInvoice(row[1], Euros(row[2])))],
            [.. parts["quarantine"].Select(row => $"{row[1]}: {row[2]}")]);
    }

    public static decimal Euros(string minor) => decimal.Parse(minor, CultureInfo.InvariantCulture) / MinorPerMajor;
}

/// <summary>A purchase as it is booked, in euros.</summary>
internal sealed record BookedPurchase(string Reference, string Day, string State, decimal Total, decimal Spent, decimal Awarded)
{
    public static BookedPurchase Read(string[] row) => new(
        row[1], row[2], row[3], CloudBooks.Euros(row[4]), CloudBooks.Euros(row[5]), CloudBooks.Euros(row[6]));
}

/// <summary>An invoice, in euros, tax included.</summary>
internal sealed record BookedInvoice(string Contact, decimal Total);
