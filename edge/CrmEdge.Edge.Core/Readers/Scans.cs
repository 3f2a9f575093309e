using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Readers;

/// <summary>Tells what one line from a reader is.</summary>
public static class Scans
{
    /// <summary>Characters in one scan, at most: both tracks of a card with their sentinels fit.</summary>
    public const int LengthMax = 300;

    private const int CodeDigits = 16;
    private const int RotatingCodeDigits = CodeDigits + Totp.Digits;
    private const int ScannedTokenDigits = 32;
    private const int SymbologyLength = 3;
    private const char TokenMark = '8';

    /// <summary>Classifies a line without its ending.</summary>
    public static Scan Classify(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.IsEmpty) return new Scan.Unreadable("empty");
        if (line.Length > LengthMax) return new Scan.Unreadable("too_long");
        // ISO/IEC 15424: a scanner may tell the symbology in front, as in ]E0 or ]C1.
        if (line.Length > SymbologyLength && line[0] == ']' && char.IsAsciiLetter(line[1])) line = line[SymbologyLength..];
        if (Track.IsTrack(line))
        {
            return Track.CardNumber(line) is { } number ? new Scan.Medium(CimKind.Card, number) : new Scan.Unreadable("bad_track");
        }
        var text = line.ToString();
        if (text.Length == ScannedTokenDigits && text.All(char.IsAsciiHexDigitLower)) return new Scan.SpendToken(text);
        return text.All(char.IsAsciiDigit) ? OfDigits(text) : OfText(text);
    }

    private static Scan OfDigits(string digits) => digits.Length switch
    {
        Totp.Digits => new Scan.OneTimeCode(digits),
        CodeDigits when digits[0] == TokenMark => new Scan.SpendToken(digits),
        CodeDigits or RotatingCodeDigits => new Scan.WalletCode(digits),
        _ => OfText(digits),
    };

    private static Scan OfText(string text) => CimValue.Normalise(CimKind.Loyalty, text) is null
        ? new Scan.Unreadable("unknown_format")
        : new Scan.Medium(CimKind.Loyalty, text);
}
