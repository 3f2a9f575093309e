using System.Globalization;
using CrmEdge.Rules.Purchases;
using Wire = CrmEdge.Contracts.Pos;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>A sale from an edge as the one road of purchases takes it: whole minor units become amounts, text becomes
/// numbers.</summary>
internal static class SaleDraft
{
    public static TicketDraft Of(Wire.Purchase sale, IdentificationDraft who, DateTimeOffset recordedAt)
    {
        var known = Currency.TryParse(sale.Currency, out var currency);
        decimal? Major(long minor) => known ? new Money(minor, currency).Major : null;
        AmountsDraft Amounts(long net, long tax, long total) => new(Major(net), Major(tax), Major(total));
        return new TicketDraft
        {
            Reference = sale.Key.Reference,
            BusinessDay = sale.Key.BusinessDate,
            At = sale.SoldAt is { } at ? at.ToDateTimeOffset() : recordedAt,
            Currency = sale.Currency,
            Classification = sale.Classification.Length > 0 ? sale.Classification : null,
            Amounts = sale.Totals is { } totals ? Amounts(totals.Net, totals.Tax, totals.Total) : default,
            Discount = sale.Totals is { Discount: not 0 } discounted ? Major(discounted.Discount) : null,
            Lines = [.. sale.Lines.Select(line => new LineDraft(
                line.Sku, NullIfEmpty(line.Name), NullIfEmpty(line.Family), Quantity(line.Quantity),
                    Amounts(line.Net, line.Tax, line.Total)))],
            Identification = who,
            Spend = sale.Spend is { } spend ? new SpendDraft(
                spend.HasAmount ? Major(spend.Amount) : null, spend.RestrictFullyCovered) : null,
        };
    }

    // What is no number is refused by name further on, as a quantity of nothing.
    private static decimal? Quantity(string text) => text.Length == 0 ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quantity) ? quantity : 0;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
