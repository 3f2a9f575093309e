using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>Finds the one means of identification in what a till sent.</summary>
internal static class IdentificationReader
{
    private const int WalletDigits = 16;

    private static readonly CimKind[] GuessedKinds = [CimKind.Card, CimKind.Phone, CimKind.Email, CimKind.Loyalty];

    public static (Identification? Who, string? Otp) Read(IdentificationDraft draft, FirstRefusal refusal)
    {
        var otp = Given(draft.Otp) is { Length: Totp.Digits } code && AllDigits(code) ? code : null;
        var means = Means(draft, otpIsToken: otp is null).Where(m => m.Given is not null).ToList();
        var nobody = otp is null ? TicketCode.IdentificationMissing : TicketCode.OtpIdentifiesNobody;
        if (!refusal.Unless(means.Count > 0, nobody, "contact")) return default;
        if (!refusal.Unless(means.Count == 1, TicketCode.IdentificationAmbiguous, "contact")) return default;
        var (field, text, read) = means[0];
        var who = read(text!);
        if (!refusal.Unless(who is not null, TicketCode.IdentificationMalformed, field)) return default;
        return who is Identification.Wallet { Rotating: true } ? Rotating(text!, otp, refusal) : (who, otp);
    }

    private static (Identification?, string?) Rotating(string text, string? otp, FirstRefusal refusal)
    {
        refusal.Unless(otp is null, TicketCode.IdentificationAmbiguous, "contact.otp");
        return (new Identification.Wallet(text[..WalletDigits], Rotating: true), text[WalletDigits..]);
    }

    private static IEnumerable<(string Field, string? Given, Func<string, Identification?> Read)> Means(
        IdentificationDraft draft, bool otpIsToken) =>
    [
        ("contact.id", Given(draft.ContactId), ContactId),
        ("contact.code", Given(draft.ContactCode), ContactCode),
        ("contact.otp", otpIsToken ? Given(draft.Otp) : null, Token),
        ("contact.wallet_code", Given(draft.WalletCode), Wallet),
        ("contact.cim", Given(draft.Cim), text => Cim(text, draft.CimKind)),
        ("contact.gift_pass", Given(draft.GiftPass), GiftPass),
    ];

    private static Identification.Contact? ContactId(string text) => Guid.TryParse(text, out var id) ? new(id) : null;

    private static Identification.ContactCode? ContactCode(string text) =>
        text.Length <= TicketLimits.CodeCharactersMax && !text.Any(char.IsControl) ? new(text) : null;

    private static Identification.SpendToken? Token(string text) =>
        SpendTokenText.IsWellFormed(text) ? new(text) : null;

    private static Identification.Wallet? Wallet(string text) =>
        text.Length is WalletDigits or WalletDigits + Totp.Digits && AllDigits(text)
            ? new(text, Rotating: text.Length > WalletDigits)
            : null;

    private static Identification.Cim? Cim(string text, CimKind? kind)
    {
        CimKind[] kinds = kind is { } one ? [one] : GuessedKinds;
        var candidates = from each in kinds
                         let normal = CimValue.Normalise(each, text)
                         where normal is not null
                         select new CimCandidate(each, normal);
        return candidates.ToList() is { Count: > 0 } some ? new(some) : null;
    }

    private static Identification.GiftPass? GiftPass(string text) =>
        CimValue.Normalise(CimKind.GiftPass, text) is { } code ? new(code) : null;

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static bool AllDigits(string text) => text.All(char.IsAsciiDigit);
}
