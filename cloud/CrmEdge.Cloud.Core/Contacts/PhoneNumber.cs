using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Contacts;

/// <summary>Brings a phone number to E.164, the one form that it is hashed and stored in.</summary>
public static class PhoneNumber
{
    // These keep the leading zero of the national number after the country code (ITU-T national numbering plans).
    private static readonly HashSet<string> KeepZero = ["ITA", "SMR", "VAT", "GAB", "COG", "CIV"];

    /// <summary>
    /// The number in E.164: as it is when it begins with + or 00, else with the calling code of its country and without the
    /// trunk zero. Null where it can be neither.
    /// </summary>
    /// <param name="country">ISO 3166-1 alpha-3 code, or null.</param>
    /// <param name="number">As a person wrote it: spaces, dashes, dots and brackets do not matter.</param>
    public static string? Normalise(string? country, string? number)
    {
        if (string.IsNullOrWhiteSpace(number)) return null;
        var text = number.Trim();
        if (text[0] == '+' || text.StartsWith("00", StringComparison.Ordinal)) return CimValue.Normalise(CimKind.Phone, text);
        if (country is null || CallingCodes.Of(country) is not { } code) return null;
        var national = text.StartsWith('0') && !KeepZero.Contains(country) ? text[1..] : text;
        return CimValue.Normalise(CimKind.Phone, $"+{code}{national}");
    }
}
