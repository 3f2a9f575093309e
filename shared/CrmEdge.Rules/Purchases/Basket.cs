using CrmEdge.Kernel;
using CrmEdge.Rules.Offers;

namespace CrmEdge.Rules.Purchases;

/// <summary>
/// A ticket as its rules see it: lines with what the catalogue knows of them, whose amounts make the ticket's to the minor unit.
/// A discount or a rounding of the whole ticket is spread over the lines. A ticket without lines is one line of no product.
/// </summary>
public sealed record Basket
{
    private Basket(IReadOnlyList<BasketLine> lines, Amounts amounts) => (Lines, Amounts) = (lines, amounts);

    /// <summary>At least one.</summary>
    public IReadOnlyList<BasketLine> Lines { get; }

    /// <summary>What the lines make together.</summary>
    public Amounts Amounts { get; }

    /// <summary>The basket of a ticket.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="traits">By SKU; a product that is not in it has its SKU and what the till told.</param>
    public static Basket Of(Ticket ticket, IReadOnlyDictionary<string, ProductTraits> traits)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(traits);
        var amounts = ticket.Amounts;
        if (ticket.Lines.Count == 0) return new Basket([new BasketLine(null, amounts.Net, amounts.Tax)], amounts);
        var totals = Shares.Of(amounts.Total, [.. ticket.Lines.Select(line => line.Amounts.Total.Minor)]);
        var taxes = Taxes(ticket, totals);
        return new Basket([.. ticket.Lines.Select((line, i) => Line(line, traits, totals[i], taxes[i]))], amounts);
    }

    /// <summary>What the lines that conditions accept come to, with tax.</summary>
    public Money ValueOf(Conditions conditions)
    {
        ArgumentNullException.ThrowIfNull(conditions);
        return Lines.Where(line => conditions.Accept(line.Product))
            .Aggregate(Money.Zero(Amounts.Total.Currency), (sum, line) => sum + line.Net + line.Tax);
    }

    // Tax is spread by the lines' own tax, but no line is taxed beyond what it costs: such a remainder goes by cost instead.
    private static IReadOnlyList<Money> Taxes(Ticket ticket, IReadOnlyList<Money> totals)
    {
        var byTax = Shares.Of(ticket.Amounts.Tax, [.. ticket.Lines.Select(line => line.Amounts.Tax.Minor)]);
        var sound = byTax.Zip(totals).All(x => x.First <= x.Second);
        return sound ? byTax : Shares.Of(ticket.Amounts.Tax, [.. totals.Select(total => total.Minor)]);
    }

    private static BasketLine Line(
        TicketLine line, IReadOnlyDictionary<string, ProductTraits> traits, Money total, Money tax)
    {
        var known = traits.GetValueOrDefault(line.Sku) ?? new ProductTraits(line.Sku);
        return new BasketLine(known with { Family = known.Family ?? line.Family }, total - tax, tax);
    }
}

/// <summary>One line of a basket.</summary>
/// <param name="Product">What is known of the product; null where the ticket has no lines.</param>
/// <param name="Net">Before tax.</param>
/// <param name="Tax">The tax.</param>
public sealed record BasketLine(ProductTraits? Product, Money Net, Money Tax);
