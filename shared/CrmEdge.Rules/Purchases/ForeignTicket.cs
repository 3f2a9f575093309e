using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>A ticket rung in another currency than the business keeps.</summary>
public static class ForeignTicket
{
    /// <summary>The ticket in another currency: totals are converted and rounded, tax likewise, net is the rest.</summary>
    /// <param name="ticket">As rung.</param>
    /// <param name="currency">The business's currency.</param>
    /// <param name="rate">Units of it for one unit of the ticket's, above zero.</param>
    public static Ticket Convert(Ticket ticket, Currency currency, decimal rate)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        Invariant.Holds(rate > 0);
        var asked = ticket.Spend?.Amount is { } amount ? Convert(amount, currency, rate) : (Money?)null;
        return ticket with
        {
            Amounts = Convert(ticket.Amounts, currency, rate),
            Discount = Convert(ticket.Discount, currency, rate),
            Lines = [.. ticket.Lines.Select(line => line with { Amounts = Convert(line.Amounts, currency, rate) })],
            Spend = ticket.Spend is { } spend ? spend with { Amount = asked } : null,
        };
    }

    private static Amounts Convert(Amounts amounts, Currency currency, decimal rate)
    {
        var (total, tax) = (Convert(amounts.Total, currency, rate), Convert(amounts.Tax, currency, rate));
        return new Amounts(total - tax, tax, total);
    }

    private static Money Convert(Money money, Currency currency, decimal rate) => Money.Round(money.Major * rate, currency);
}
