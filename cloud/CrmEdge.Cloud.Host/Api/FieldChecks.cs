using System.Text.RegularExpressions;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>Looks at all fields of a request and reports everything that is wrong with them at once.</summary>
internal sealed partial class FieldChecks
{
    public const int NameCharsMax = 200;
    public const int TextCharsMax = 2_000;

    private readonly Dictionary<string, string> _wrong = [];

    /// <summary>The one refusal that names every field at fault; null where all is well.</summary>
    public Refusal? Refusal => _wrong.Count == 0 ? null
        : new Refusal(Codes.Validation,
            "Some fields cannot be accepted; parameters tells which and why. Correct them and send again.")
        {
            Parameters = _wrong,
        };

    public FieldChecks Add(string field, string reason)
    {
        _wrong.TryAdd(field, reason);
        return this;
    }

    public FieldChecks That(bool ok, string field, string reason) => ok ? this : Add(field, reason);

    public FieldChecks Required(string field, object? value) => That(value is not null and not "", field, "is required");

    public FieldChecks Text(string field, string? value, int charsMax = NameCharsMax) =>
        That(value is null || value.Length <= charsMax, field, $"is longer than {charsMax} characters")
            .That(value is null || !value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')), field,
                "has control characters");

    /// <summary>A code: what people type and other systems refer to.</summary>
    public FieldChecks Code(string field, string? value) =>
        That(value is null || CodeLayout().IsMatch(value), field,
            "is no code: 1 to 64 letters, digits and . _ - / : #, beginning with a letter or digit, and no card number");

    public FieldChecks Country(string field, string? value) =>
        That(value is null || Countries.Has(value), field, "is no ISO 3166-1 alpha-3 country code, such as CYP");

    public FieldChecks Language(string field, string? value) =>
        That(value is null or "" || LanguageLayout().IsMatch(value), field, "is no ISO 639-1 language code, such as EN");

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/:#-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodeLayout();

    [GeneratedRegex("^[A-Za-z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageLayout();
}
