namespace CrmEdge.Kernel.Privacy;

/// <summary>Which numbers card schemes issue: leading digits and total lengths (ISO/IEC 7812-1 issuer ranges).</summary>
internal static class CardRanges
{
    // Visa's 13 digits and Maestro's 12 to 15 are left out: nobody issues them any more, and every tenth EAN-13 barcode
    // would pass the check digit.
    private static readonly (int Low, int High, int LengthMin, int LengthMax)[] All =
    [
        (4000, 4999, 16, 19),   // Visa
        (5100, 5599, 16, 16),   // Mastercard
        (2221, 2720, 16, 16),   // Mastercard
        (3400, 3499, 15, 15),   // American Express
        (3700, 3799, 15, 15),   // American Express
        (3000, 3059, 14, 16),   // Diners Club
        (3095, 3095, 14, 16),   // Diners Club
        (3600, 3699, 14, 16),   // Diners Club
        (3800, 3999, 14, 16),   // Diners Club
        (3528, 3589, 16, 19),   // JCB
        (2200, 2204, 16, 19),   // Mir
        (5000, 5099, 16, 19),   // Maestro, Verve, RuPay, Elo
        (5600, 5899, 16, 19),   // Maestro
        (6000, 6999, 16, 19),   // Maestro, Discover, UnionPay, RuPay
        (8100, 8299, 16, 19),   // UnionPay, RuPay
        (9792, 9792, 16, 16),   // Troy
    ];

    /// <summary>True for digits that a scheme could have issued, check digit included.</summary>
    public static bool Issues(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 14 or > 19) return false;
        var lead = int.Parse(digits[..4], System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (low, high, min, max) in All)
        {
            if (lead >= low && lead <= high && digits.Length >= min && digits.Length <= max)
                return CimValue.HasValidCheckDigit(digits);
        }
        return false;
    }
}
