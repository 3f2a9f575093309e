using System.Globalization;
using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>Makes a ticket of what a till sent, or says what is wrong with it.</summary>
public static class TicketReader
{
    /// <summary>The ticket, or the code and field of the first thing that is wrong.</summary>
    public static TicketRead Read(TicketDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var refusal = new FirstRefusal();
        var reference = refusal.Text(draft.Reference, TicketLimits.CodeCharactersMax, "reference_number");
        refusal.Unless(reference is not null, TicketCode.ReferenceMissing, "reference_number");
        var (who, otp) = IdentificationReader.Read(draft.Identification, refusal);
        var known = Currency.TryParse(draft.Currency, out var currency);
        if (!refusal.Unless(known, TicketCode.CurrencyUnknown, "currency_code") || who is null) return Refused(refusal);

        var amounts = new AmountsReader(refusal, currency);
        var lines = Lines(draft.Lines, amounts, refusal);
        var discount = amounts.Discount(draft.Discount);
        var ticket = new Ticket
        {
            Reference = reference ?? "",
            BusinessDay = BusinessDay(draft, refusal),
            At = draft.At,
            Classification = refusal.Text(draft.Classification, TicketLimits.FamilyCharactersMax, "classification"),
            PaymentMedium = Medium(draft.PaymentMedium, refusal),
            Amounts = amounts.Ticket(draft.Amounts, discount, lines),
            Discount = discount,
            Lines = LineMerge.Merge(lines),
            Identification = who,
            Otp = otp,
            Spend = Spend(draft.Spend, amounts, refusal),
        };
        return refusal.Code == TicketCode.Ok ? new TicketRead(ticket, TicketCode.Ok, null) : Refused(refusal);
    }

    private static TicketRead Refused(FirstRefusal refusal) => new(null, refusal.Code, refusal.Field);

    private static string BusinessDay(TicketDraft draft, FirstRefusal refusal)
    {
        const string Field = "business_day";
        var text = refusal.Text(draft.BusinessDay, TicketLimits.BusinessDayCharactersMax, Field)
            ?? draft.At.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        refusal.Unless(text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'), TicketCode.BusinessDayMalformed, Field);
        return text;
    }

    private static string? Medium(string? raw, FirstRefusal refusal)
    {
        if (string.IsNullOrWhiteSpace(raw)) return null;
        var digits = raw.Trim();
        var ok = digits.Length <= TicketLimits.MediumDigitsMax && digits.All(char.IsAsciiDigit);
        return refusal.Unless(ok, TicketCode.PaymentMediumMalformed, "payment_medium_identifier") ? digits : null;
    }

    private static SpendRequest? Spend(SpendDraft? draft, AmountsReader amounts, FirstRefusal refusal)
    {
        if (draft is null) return null;
        const string Field = "spend_request.amount";
        refusal.Unless(draft.Amount is null or > 0, TicketCode.SpendNotPositive, Field);
        return new SpendRequest(amounts.Amount(draft.Amount, Field), draft.RestrictFullyCovered);
    }

    private static List<TicketLine> Lines(IReadOnlyList<LineDraft> drafts, AmountsReader amounts, FirstRefusal refusal)
    {
        if (!refusal.Unless(drafts.Count <= TicketLimits.LinesMax, TicketCode.TooManyLines, "products")) return [];
        return [.. drafts.Select((draft, i) => Line(draft, $"products[{i}]", amounts, refusal))];
    }

    private static TicketLine Line(LineDraft draft, string field, AmountsReader amounts, FirstRefusal refusal)
    {
        var sku = refusal.Text(draft.Sku, TicketLimits.CodeCharactersMax, $"{field}.sku");
        refusal.Unless(sku is not null, TicketCode.SkuMissing, $"{field}.sku");
        var name = refusal.Text(draft.Name, TicketLimits.NameCharactersMax, $"{field}.name");
        var family = refusal.Text(draft.Family, TicketLimits.FamilyCharactersMax, $"{field}.family");
        var quantity = Quantity(draft.Quantity ?? 1, field, refusal);
        return new TicketLine(sku ?? "", name, family, quantity, amounts.Line(draft.Amounts, field));
    }

    private static decimal Quantity(decimal quantity, string field, FirstRefusal refusal)
    {
        field += ".quantity";
        var sound = refusal.Unless(quantity > 0, TicketCode.QuantityNotPositive, field)
            && refusal.Unless(quantity <= TicketLimits.QuantityMax, TicketCode.QuantityTooLarge, field)
            && refusal.Unless(
                decimal.Round(quantity, TicketLimits.QuantityDecimalsMax) == quantity, TicketCode.QuantityTooFine, field);
        return sound ? quantity : 1;
    }
}

/// <summary>What came of reading a ticket.</summary>
/// <param name="Ticket">The ticket; null where it was refused.</param>
/// <param name="Code">Why.</param>
/// <param name="Field">The field that is to blame, as the till named it.</param>
public readonly record struct TicketRead(Ticket? Ticket, TicketCode Code, string? Field);
