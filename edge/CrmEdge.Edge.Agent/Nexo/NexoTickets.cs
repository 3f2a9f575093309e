using System.Globalization;
using System.Text.Json;
using CrmEdge.Edge.Core.Readers;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>
/// Reads sales and customers out of nexo messages. Of card data only a number given as a loyalty account is looked at, to be
/// hashed; payment card data is not read at all.
/// </summary>
internal static class NexoTickets
{
    private const string ContactPrefix = "contact:";
    private const string GiftPrefix = "gift:";

    /// <summary>The sale of a Payment; the field that is to blame is in <paramref name="fields"/>.</summary>
    public static TicketDraft Sale(JsonElement payment, JsonFields fields, TimeZoneInfo zone)
    {
        var stamp = fields.Required(payment, "SaleData", "SaleTransactionID", "TimeStamp");
        var extra = Extra(fields.Text(payment, "SaleData", "SaleToPOIData"), fields);
        var items = fields.List(payment, "PaymentTransaction", "SaleItem");
        var draft = new TicketDraft
        {
            Reference = fields.Required(payment, "SaleData", "SaleTransactionID", "TransactionID"),
            BusinessDay = extra.GetValueOrDefault("business_day") ?? (stamp.Length >= 10 ? stamp[..10] : stamp),
            At = Instant(stamp, fields, zone),
            Currency = fields.Required(payment, "PaymentTransaction", "AmountsReq", "Currency"),
            Classification = extra.GetValueOrDefault("classification"),
            Amounts = new AmountsDraft(
                null, Decimal(extra, "tax", fields), fields.Number(payment, "PaymentTransaction", "AmountsReq", "RequestedAmount")),
            Discount = Decimal(extra, "discount", fields),
            Lines = [.. items.Select(item => Line(item, fields))],
            Identification = Who(LoyaltyAccount(payment, fields), fields),
            Spend = Spend(payment, extra, fields),
        };
        return extra.GetValueOrDefault("otp") is { } otp ? WithOtp(draft, otp, fields) : draft;
    }

    /// <summary>Who is named by a <c>LoyaltyAccountID</c>; nobody where it is absent.</summary>
    public static IdentificationDraft Who(JsonElement? account, JsonFields fields)
    {
        if (account is not { } id) return new IdentificationDraft();
        var value = fields.Required(id, "LoyaltyID");
        switch (fields.Required(id, "IdentificationType").ToUpperInvariant())
        {
            case "PAN": return new IdentificationDraft { Cim = value, CimKind = CimKind.Card };
            case "PHONENUMBER": return new IdentificationDraft { Cim = value, CimKind = CimKind.Phone };
            case "ISOTRACK2":
                if (Track.CardNumber(value) is { } number) return new IdentificationDraft { Cim = number, CimKind = CimKind.Card };
                fields.Blame("LoyaltyID");
                return new IdentificationDraft();
            case "BARCODE": return Scanned(value);
            case "ACCOUNTNUMBER": return Account(value);
            default:
                fields.Blame("IdentificationType");
                return new IdentificationDraft();
        }
    }

    /// <summary>The first loyalty account of a Payment or Loyalty request.</summary>
    public static JsonElement? LoyaltyAccount(JsonElement request, JsonFields fields) =>
        fields.List(request, "LoyaltyData") is [var first, ..] ? fields.At(first, "LoyaltyAccountID") : null;

    private static TicketDraft WithOtp(TicketDraft draft, string otp, JsonFields fields)
    {
        // A token authorises by itself: one more code beside it is one too many.
        if (draft.Identification.Otp is not null) fields.Blame("SaleData", "SaleToPOIData", "otp");
        return draft with { Identification = draft.Identification with { Otp = otp } };
    }

    private static IdentificationDraft Account(string value)
    {
        if (value.StartsWith(ContactPrefix, StringComparison.Ordinal))
            return new IdentificationDraft { ContactCode = value[ContactPrefix.Length..] };
        if (value.StartsWith(GiftPrefix, StringComparison.Ordinal)) return new IdentificationDraft { GiftPass = value[GiftPrefix.Length..] };
        if (Guid.TryParseExact(value, "D", out _)) return new IdentificationDraft { ContactId = value };
        if (value.Contains('@', StringComparison.Ordinal)) return new IdentificationDraft { Cim = value, CimKind = CimKind.Email };
        return Scanned(value);
    }

    private static IdentificationDraft Scanned(string value) => Scans.Classify(value) switch
    {
        Scan.SpendToken token => new IdentificationDraft { Otp = token.Value },
        Scan.OneTimeCode code => new IdentificationDraft { Otp = code.Digits },
        Scan.WalletCode code => new IdentificationDraft { WalletCode = code.Digits },
        Scan.Medium medium => new IdentificationDraft { Cim = medium.Value, CimKind = medium.Kind },
        _ => new IdentificationDraft { Cim = value, CimKind = CimKind.Loyalty },
    };

    private static SpendDraft? Spend(JsonElement payment, Dictionary<string, string> extra, JsonFields fields)
    {
        var restrict = extra.GetValueOrDefault("restrict_fully_covered") == "true";
        if (extra.GetValueOrDefault("spend") == "max") return new SpendDraft(null, restrict);
        if (fields.List(payment, "LoyaltyData") is not [var first, ..] || fields.At(first, "LoyaltyAmount") is not { } amount) return null;
        if (fields.Text(amount, "LoyaltyUnit") is not (null or "Monetary")) fields.Blame("LoyaltyData", "LoyaltyAmount", "LoyaltyUnit");
        var currency = fields.Text(amount, "Currency");
        if (currency is not null && currency != fields.Text(payment, "PaymentTransaction", "AmountsReq", "Currency"))
            fields.Blame("LoyaltyData", "LoyaltyAmount", "Currency");
        return new SpendDraft(fields.Number(amount, "Value"), restrict);
    }

    private static LineDraft Line(JsonElement item, JsonFields fields) => new(
        fields.Text(item, "ProductCode") is { Length: > 0 } code ? code : fields.Text(item, "EanUpc"),
        fields.Text(item, "ProductLabel"), fields.Text(item, "AdditionalProductInfo"), fields.Number(item, "Quantity"),
        new AmountsDraft(null, null, fields.Number(item, "ItemAmount")));

    // key=value&key=value, as tills know it from SaleToAcquirerData.
    private static Dictionary<string, string> Extra(string? text, JsonFields fields)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in (text ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            var name = at > 0 ? part[..at] : part;
            var known = name is "business_day" or "classification" or "tax" or "discount" or "otp" or "spend" or "restrict_fully_covered";
            if (at <= 0 || !known || !found.TryAdd(name, Uri.UnescapeDataString(part[(at + 1)..])))
                fields.Blame("SaleData", "SaleToPOIData", known ? name : "");
        }
        return found;
    }

    private static decimal? Decimal(Dictionary<string, string> extra, string name, JsonFields fields)
    {
        if (extra.GetValueOrDefault(name) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)) return value;
        fields.Blame("SaleData", "SaleToPOIData", name);
        return null;
    }

    private static DateTimeOffset Instant(string stamp, JsonFields fields, TimeZoneInfo zone)
    {
        if (DateTime.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var local)
            && local.Kind == DateTimeKind.Unspecified)
        {
            return new DateTimeOffset(local, zone.GetUtcOffset(local));
        }
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            fields.Blame("SaleData", "SaleTransactionID", "TimeStamp");
        return at;
    }
}
