using System.Globalization;
using System.Text;

namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>
/// What a frame says: a type of two capital letters, the sender's number for it, and named fields. A name may stand more
/// than once; the parts of a value are kept apart by <see cref="LineBytes.PartSeparator"/>.
/// </summary>
/// <param name="Type">Two capital letters: HI, ID, SA, RV or ST.</param>
/// <param name="Number">1 to 999999, chosen by the till; the answer repeats it. 0 answers a message whose number was unreadable.</param>
/// <param name="Fields">In the order sent.</param>
public sealed record LineMessage(string Type, int Number, IReadOnlyList<LineField> Fields)
{
    /// <summary>Answers what was no message.</summary>
    public const string NoType = "NO";

    private const int NumberMax = 999_999;
    private const int FieldsMax = 600;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The value of the only field of that name; null where there is none.</summary>
    public string? this[string name] => Fields.FirstOrDefault(field => field.Name == name)?.Value;

    /// <summary>Every value of a name that may stand more than once.</summary>
    public IEnumerable<string> All(string name) => Fields.Where(field => field.Name == name).Select(field => field.Value);

    /// <summary>Reads a payload. The refusal code is null where the message is good.</summary>
    /// <returns><c>not_utf8</c>, <c>control_character</c>, <c>malformed_header</c>, <c>too_many_fields</c> or
    /// <c>malformed_field</c>, or null.</returns>
    public static string? TryRead(ReadOnlySpan<byte> payload, out LineMessage message)
    {
        message = new LineMessage("", 0, []);
        if (!TryDecode(payload, out var text)) return "not_utf8";
        if (text.Any(c => char.IsControl(c) && c is not (LineBytes.FieldSeparator or LineBytes.PartSeparator)))
        {
            return "control_character";
        }
        var parts = text.Split(LineBytes.FieldSeparator);
        if (parts.Length < 2 || !IsType(parts[0]) || !TryNumber(parts[1], out var number)
            || (number == 0 && parts[0] != NoType)) return "malformed_header";
        message = new LineMessage(parts[0], number, []);
        if (parts.Length > FieldsMax + 2) return "too_many_fields";
        var fields = parts.Skip(2).Select(LineField.Parse).ToList();
        if (fields.Any(field => field is null)) return "malformed_field";
        message = message with { Fields = fields! };
        return null;
    }

    /// <summary>The payload of this message. Control characters in values become spaces: they would end the frame.</summary>
    public byte[] Write()
    {
        var fields = Fields.Select(field => $"{LineBytes.FieldSeparator}{field.Name}={Printable(field.Value)}");
        return Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{Type}{LineBytes.FieldSeparator}{Number}{string.Concat(fields)}"));
    }

    private static bool IsType(string text) => text.Length == 2 && text.All(char.IsAsciiLetterUpper);

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= NumberMax;

    private static string Printable(string value) =>
        string.Concat(value.Select(c => char.IsControl(c) && c != LineBytes.PartSeparator ? ' ' : c));

    private static bool TryDecode(ReadOnlySpan<byte> payload, out string text)
    {
        try
        {
            text = Strict.GetString(payload);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}

/// <summary>One named value of a message.</summary>
/// <param name="Name">Lower-case letters.</param>
/// <param name="Value">Text without control characters other than the part separator.</param>
public sealed record LineField(string Name, string Value)
{
    /// <summary>Never the value: it may be a card number.</summary>
    public override string ToString() => Name;

    internal static LineField? Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && text[..at].All(char.IsAsciiLetterLower) ? new LineField(text[..at], text[(at + 1)..]) : null;
    }
}
