using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>
/// Net, tax and total, given or worked out: two make the third, a lone total or net is free of tax. What is given is checked.
/// </summary>
internal sealed class AmountsReader(FirstRefusal refusal, Currency currency)
{
    public Amounts Line(AmountsDraft draft, string field) => Alone(draft, TicketCode.LineDoesNotAddUp, field);

    /// <summary>
    /// The ticket's own amounts against its lines. A discount stands beside the lines or is already in them; tax worked out on
    /// the ticket may differ from the sum over its lines by a minor unit a line, a total by nothing.
    /// </summary>
    public Amounts Ticket(AmountsDraft draft, Money discount, IReadOnlyList<TicketLine> lines)
    {
        const string Field = "transaction_amounts";
        if (lines.Count == 0) return Alone(draft, TicketCode.TotalsDoNotAddUp, Field);
        var sum = lines.Aggregate(Zero, (all, line) => all + line.Amounts);
        if (draft.None && !refusal.Unless(discount <= sum.Total, TicketCode.TotalsDoNotAddUp, "discount")) return Zero;
        if (draft.None) return WithTax(Reduced(sum, sum.Total - discount).Tax, sum.Total - discount);
        var given = Given(draft, Field);
        var total = given.Total ?? (given.Net is { } net ? net + (given.Tax ?? sum.Tax) : sum.Total - discount);
        var agrees = total == sum.Total || total == sum.Total - discount;
        if (!refusal.Unless(agrees, TicketCode.LinesDoNotMakeTotals, Field)) return Zero;
        return Checked(given, Reduced(sum, total), total, lines.Count);
    }

    public Money Discount(decimal? major) => Amount(major, "discount") ?? Money.Zero(currency);

    public Money? Amount(decimal? major, string field)
    {
        if (major is null) return null;
        if (!refusal.Unless(major >= 0, TicketCode.AmountNegative, field)) return Money.Zero(currency);
        var withinRange = major <= new Money(TicketLimits.AmountMinorMax, currency).Major;
        if (!refusal.Unless(withinRange, TicketCode.AmountTooLarge, field)) return Money.Zero(currency);
        refusal.Unless(Money.TryFromMajor(major.Value, currency, out var money), TicketCode.AmountTooFine, field);
        return money with { Currency = currency };
    }

    private Amounts Zero => Amounts.Zero(currency);

    private Amounts Checked((Money? Net, Money? Tax, Money? Total) given, Amounts sum, Money total, int tolerance)
    {
        var tax = given.Tax ?? (given.Net is { } net ? total - net : sum.Tax);
        var near = Math.Abs(tax.Minor - sum.Tax.Minor) <= tolerance;
        var addsUp = (given.Net ?? total - tax) + tax == total && tax.Minor >= 0 && tax <= total;
        refusal.Unless(addsUp, TicketCode.TotalsDoNotAddUp, "transaction_amounts");
        refusal.Unless(near, TicketCode.LinesDoNotMakeTotals, "transaction_amounts");
        return WithTax(tax, total);
    }

    private static Amounts WithTax(Money tax, Money total) => new(total - tax, tax, total);

    // A discount beside the lines takes its share of their tax with it.
    private static Amounts Reduced(Amounts sum, Money total) => sum.Total.Minor == 0 || total == sum.Total
        ? sum
        : WithTax(Money.Round(sum.Tax.Major * total.Major / sum.Total.Major, total.Currency), total);

    private (Money? Net, Money? Tax, Money? Total) Given(AmountsDraft draft, string field) =>
        (Amount(draft.Net, field), Amount(draft.Tax, field), Amount(draft.Total, field));

    private Amounts Alone(AmountsDraft draft, TicketCode wrong, string field)
    {
        var given = Given(draft, field);
        if (!refusal.Unless(given.Net is not null || given.Total is not null, TicketCode.AmountMissing, field)) return Zero;
        var amounts = given switch
        {
            ({ } net, { } tax, { } total) => new Amounts(net, tax, total),
            ({ } net, { } tax, null) => new Amounts(net, tax, net + tax),
            ({ } net, null, { } total) => WithTax(total - net, total),
            (null, { } tax, { } total) => WithTax(tax, total),
            ({ } net, null, null) => WithTax(Zero.Tax, net),
            var (_, _, total) => WithTax(Zero.Tax, total ?? Zero.Total),
        };
        var sound = amounts.Net + amounts.Tax == amounts.Total && amounts.Net >= Zero.Net && amounts.Tax >= Zero.Tax;
        return refusal.Unless(sound, wrong, field) ? amounts : Zero;
    }
}
