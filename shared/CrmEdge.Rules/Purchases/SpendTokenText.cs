namespace CrmEdge.Rules.Purchases;

/// <summary>The two texts of a spend token: one to scan, one to key in. Either is good, once.</summary>
public static class SpendTokenText
{
    /// <summary>Decimal digits of the one that can be keyed.</summary>
    public const int KeyedDigits = 16;

    /// <summary>Lower-case hexadecimal digits of the one that is scanned.</summary>
    public const int ScannedDigits = 32;

    /// <summary>True for text that can be a spend token.</summary>
    public static bool IsWellFormed(string? text) => text?.Length switch
    {
        KeyedDigits => text.All(char.IsAsciiDigit),
        ScannedDigits => text.All(char.IsAsciiHexDigitLower),
        _ => false,
    };
}
