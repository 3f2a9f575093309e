using System.Globalization;
using CrmEdge.Edge.Core.Readers;
using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>Reads the fields of a message as edge/PROTOCOLS.md lists them. Only their form is checked here.</summary>
public static class LineTickets
{
    private const string Malformed = "malformed_value";
    private const int LineParts = 6;

    private static readonly string[] WhoFields =
        ["wallet", "token", "contact", "code", "card", "track", "phone", "email", "loyalty", "gift", "otp"];

    private static readonly string[] SaleFields =
    [
        "ref", "day", "at", "cur", "net", "tax", "total", "discount", "class", "medium", "line", "spend", "full", .. WhoFields,
    ];

    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["HI"] = ["version", "secret", "tap"],
        ["ID"] = [.. WhoFields, "tap"],
        ["SA"] = [.. SaleFields, "tap"],
        ["RV"] = ["ref", "day", "reason", "tap"],
        ["ST"] = ["ref", "day", "tap"],
    };

    /// <summary>What is wrong with the names in a message; null where nothing is.</summary>
    public static LineRefusal? Check(LineMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!Known.TryGetValue(message.Type, out var known)) return new LineRefusal("unknown_type", message.Type);
        var unknown = message.Fields.FirstOrDefault(field => !known.Contains(field.Name));
        if (unknown is not null) return new LineRefusal("unknown_field", unknown.Name);
        var repeated = message.Fields.Where(field => field.Name != "line").GroupBy(field => field.Name).FirstOrDefault(g => g.Count() > 1);
        return repeated is null ? null : new LineRefusal("repeated_field", repeated.Key);
    }

    /// <summary>The sale of an SA message, or what is wrong with it.</summary>
    /// <param name="message">A message that <see cref="Check"/> let pass.</param>
    /// <param name="now">When it came, for a message without <c>at</c>.</param>
    /// <param name="draft">The sale.</param>
    public static LineRefusal? Sale(LineMessage message, DateTimeOffset now, out TicketDraft draft)
    {
        ArgumentNullException.ThrowIfNull(message);
        var values = new Values(message);
        var lines = message.All("line").Select((text, i) => Line(values, text, $"line {i + 1}")).ToList();
        draft = new TicketDraft
        {
            Reference = message["ref"],
            BusinessDay = message["day"],
            At = values.Instant("at") ?? now,
            Currency = message["cur"],
            Classification = message["class"],
            PaymentMedium = message["medium"],
            Amounts = new AmountsDraft(values.Number("net"), values.Number("tax"), values.Number("total")),
            Discount = values.Number("discount"),
            Lines = lines,
            Identification = Who(message),
            Spend = Spend(values, message),
        };
        return values.Refusal ?? CheckWho(message);
    }

    /// <summary>The means of identification of an ID or SA message.</summary>
    public static IdentificationDraft Who(LineMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var (kind, cim) = Medium(message);
        return new IdentificationDraft
        {
            ContactId = message["contact"],
            ContactCode = message["code"],
            Otp = message["token"] ?? message["otp"],
            WalletCode = message["wallet"],
            Cim = cim,
            CimKind = kind,
            GiftPass = message["gift"],
        };
    }

    /// <summary>True where the message tells who by itself, so that what a reader saw does not count.</summary>
    public static bool NamesSomebody(LineMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Fields.Any(field => field.Name != "otp" && WhoFields.Contains(field.Name));
    }

    /// <summary>Refuses what would be more than one means, or a swipe that is no track.</summary>
    public static LineRefusal? CheckWho(LineMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var named = message.Fields.Count(field => field.Name != "otp" && WhoFields.Contains(field.Name));
        if (named > 1) return new LineRefusal("identification_ambiguous", null);
        if (message["token"] is not null && message["otp"] is not null) return new LineRefusal("identification_ambiguous", "otp");
        return BadTrack(message);
    }

    private static LineRefusal? BadTrack(LineMessage message) =>
        message["track"] is { } track && Track.CardNumber(track) is null ? new LineRefusal(PosWords.BadTrack, "track") : null;

    private static (CimKind? Kind, string? Value) Medium(LineMessage message)
    {
        if (message["track"] is { } track) return (CimKind.Card, Track.CardNumber(track));
        if (message["card"] is { } card) return (CimKind.Card, card);
        if (message["phone"] is { } phone) return (CimKind.Phone, phone);
        if (message["email"] is { } email) return (CimKind.Email, email);
        return message["loyalty"] is { } loyalty ? (CimKind.Loyalty, loyalty) : (null, null);
    }

    private static SpendDraft? Spend(Values values, LineMessage message)
    {
        var full = message["full"];
        values.Unless(full is null or "yes" or "no", "full");
        if (message["spend"] is not { } spend) return null;
        return new SpendDraft(spend == "max" ? null : values.Number("spend"), full == "yes");
    }

    private static LineDraft Line(Values values, string text, string field)
    {
        var parts = text.Split(LineBytes.PartSeparator);
        values.Unless(parts.Length is >= 2 and <= LineParts + 1, field);
        string? Part(int i) => i < parts.Length && parts[i].Length > 0 ? parts[i] : null;
        var amounts = new AmountsDraft(values.Decimal(Part(3), field), values.Decimal(Part(4), field), values.Decimal(Part(2), field));
        return new LineDraft(Part(0), Part(5), Part(6), values.Decimal(Part(1), field), amounts);
    }

    private sealed class Values(LineMessage message)
    {
        public LineRefusal? Refusal { get; private set; }

        public void Unless(bool ok, string field)
        {
            if (!ok) Refusal ??= new LineRefusal(Malformed, field);
        }

        public decimal? Number(string name) => Decimal(message[name], name);

        public decimal? Decimal(string? text, string field)
        {
            if (text is null) return null;
            const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
            var ok = decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out var value);
            Unless(ok, field);
            return ok ? value : null;
        }

        public DateTimeOffset? Instant(string name)
        {
            if (message[name] is not { } text) return null;
            string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
            var hasZone = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
            var ok = DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var value);
            Unless(ok && hasZone, name);
            return ok ? value : null;
        }
    }
}

/// <summary>Why a message is refused.</summary>
/// <param name="Code">Lower-case words joined by underscores.</param>
/// <param name="Field">The field that is to blame.</param>
public sealed record LineRefusal(string Code, string? Field);
