namespace CrmEdge.Kernel;

/// <summary>
/// Brings a raw identification value to its one normal form, so that the same card, phone or address always hashes alike.
/// </summary>
public static class CimValue
{
    private const int TextLengthMax = 254;

    /// <summary>The normal form, or null where the value cannot be of that kind.</summary>
    public static string? Normalise(CimKind kind, string? raw) => raw is null || raw.Length > TextLengthMax ? null : kind switch
    {
        CimKind.Card => Card(raw),
        CimKind.Phone => Phone(raw),
        CimKind.Email => Email(raw),
        CimKind.Loyalty or CimKind.GiftPass => Code(raw),
        _ => throw new InvariantViolatedException($"no CIM kind {kind}"),
    };

    /// <summary>The Luhn check of ISO/IEC 7812-1 annex B, over digits only.</summary>
    public static bool HasValidCheckDigit(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 1) digit = digit < 5 ? digit * 2 : digit * 2 - 9;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    private static string? Card(string raw)
    {
        var digits = Without(raw, " -");
        return digits.Length is >= 12 and <= 19 && AllDigits(digits) && HasValidCheckDigit(digits) ? digits : null;
    }

    private static string? Phone(string raw)
    {
        var text = Without(raw, " -().");
        if (text.StartsWith("00", StringComparison.Ordinal)) text = "+" + text[2..];
        return text.Length is >= 8 and <= 16 && text[0] == '+' && text[1] != '0' && AllDigits(text[1..]) ? text : null;
    }

    private static string? Email(string raw)
    {
        var text = raw.Trim().ToLowerInvariant();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var oneAt = at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1;
        return oneAt && !text.Any(char.IsWhiteSpace) && !text.Any(char.IsControl) ? text : null;
    }

    private static string? Code(string raw)
    {
        var text = Without(raw, " -").ToUpperInvariant();
        return text.Length is >= 4 and <= 64 && text.All(char.IsAsciiLetterOrDigit) ? text : null;
    }

    private static bool AllDigits(string text) => text.All(char.IsAsciiDigit);

    private static string Without(string raw, string dropped) =>
        string.Concat(raw.Trim().Where(c => !dropped.Contains(c, StringComparison.Ordinal)));
}
