using System.Text;
using System.Text.RegularExpressions;

namespace CrmEdge.Kernel.Privacy;

/// <summary>
/// Takes card numbers and magnetic-track data out of raw text before it is written anywhere: logs, quarantine, tables
/// (PCI DSS 3.3, 3.5). Numbers are told from barcodes, phone numbers, hashes and ids by issuer range, length, layout and
/// check digit. Pure; safe for many threads.
/// </summary>
public static partial class Scrubber
{
    /// <summary>Stands where a card number was.</summary>
    public const string CardMark = "[card]";

    /// <summary>Stands where track data was.</summary>
    public const string TrackMark = "[track]";

    private const int PhoneDigitsMax = 15;
    private const int MatchMillisMax = 1_000;

    /// <summary>True where <see cref="Scrub"/> would change the text.</summary>
    public static bool Finds(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return !ReferenceEquals(Scrub(text), text);
    }

    /// <summary>The text without card numbers and tracks; the very same string where there are none.</summary>
    public static string Scrub(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!MayHoldCard(text)) return text;
        var tracks = Track2().Replace(Track1().Replace(text, TrackMark), MarkIfCard);
        return Cards(tracks) is { } cards ? cards : tracks == text ? text : tracks;
    }

    // Nearly every text leaves here: it takes 12 digits, near each other, to be worth a second look.
    private static bool MayHoldCard(string text)
    {
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c)) digits++;
            if (digits >= 12) return true;
        }
        return false;
    }

    private static string MarkIfCard(Match track)
    {
        var pan = track.Groups["pan"].Value;
        return CimValue.HasValidCheckDigit(pan) ? TrackMark : track.Value;
    }

    private static string? Cards(string text)
    {
        StringBuilder? clean = null;
        var kept = 0;
        for (var i = 0; i < text.Length;)
        {
            if (!char.IsAsciiDigit(text[i])) i++;
            else if (CardLength(text, i) is var length and > 0)
            {
                (clean ??= new StringBuilder(text.Length)).Append(text, kept, i - kept).Append(CardMark);
                i += length;
                kept = i;
            }
            else while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        }
        return clean?.Append(text, kept, text.Length - kept).ToString();
    }

    /// <summary>How many characters from a group's first digit are a card number; 0 where it is none.</summary>
    private static int CardLength(string text, int start)
    {
        var match = Layout().Match(text, start);
        if (!match.Success || IsPhone(text, start, match.Length) || IsInHex(text, start, match.Length)) return 0;
        if (CardRanges.Issues(Digits(match.ValueSpan))) return match.Length;
        // The last group may be the start of something else.
        var head = match.Groups["head"];
        return head.Success && CardRanges.Issues(Digits(head.ValueSpan)) ? head.Length : 0;
    }

    private static bool IsPhone(string text, int start, int length) =>
        start > 0 && text[start - 1] == '+' && length <= PhoneDigitsMax;

    /// <summary>A run of digits within a hexadecimal word, such as a hash, is no card number.</summary>
    private static bool IsInHex(string text, int start, int length)
    {
        var (low, high) = (start, start + length);
        while (low > 0 && char.IsAsciiLetterOrDigit(text[low - 1])) low--;
        while (high < text.Length && char.IsAsciiLetterOrDigit(text[high])) high++;
        var around = string.Concat(text.AsSpan(low, start - low), text.AsSpan(start + length, high - start - length));
        return around.Length > 0 && around.All(char.IsAsciiHexDigit);
    }

    private static string Digits(ReadOnlySpan<char> text)
    {
        var digits = new StringBuilder(text.Length);
        foreach (var c in text)
            if (char.IsAsciiDigit(c)) digits.Append(c);
        return digits.ToString();
    }

    // Unbroken, or in the groups cards are embossed in: 4-4-4-4 with a rest of up to 3, 4-6-5 and 4-6-4.
    [GeneratedRegex("""
        \G(?:[0-9]{14,19}
        |(?<head>[0-9]{4}(?<s>[\ \-.\u00A0])[0-9]{4}\k<s>[0-9]{4}\k<s>[0-9]{4})(?:\k<s>[0-9]{1,3})?
        |[0-9]{4}(?<t>[\ \-.\u00A0])[0-9]{6}\k<t>[0-9]{4,5})(?![0-9])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant, MatchMillisMax)]
    private static partial Regex Layout();

    // ISO/IEC 7813 track 1, format B: %B pan ^ name ^ expiry, service code, discretionary data ?
    [GeneratedRegex(@"%?[Bb][0-9]{12,19}\^[^\^?]{0,40}\^[^?\s]{0,60}\??", RegexOptions.CultureInvariant, MatchMillisMax)]
    private static partial Regex Track1();

    // ISO/IEC 7813 track 2: ; pan = expiry, service code, discretionary data ? (D for = in EMV tag 57)
    [GeneratedRegex(@";?(?<![0-9])(?<pan>[0-9]{12,19})[=Dd][0-9]{4,24}[Ff]?\??", RegexOptions.CultureInvariant, MatchMillisMax)]
    private static partial Regex Track2();
}
