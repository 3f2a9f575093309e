namespace CrmEdge.Edge.Core.Pos.Line;

/// <summary>Sentences for what is wrong with a message itself. Nothing was changed by any of them.</summary>
public static class LineWords
{
    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        ["message_too_long"] = "The message is longer than 16384 bytes. Send fewer lines.",
        ["not_utf8"] = "The message is not UTF-8. Set the till's character set.",
        ["control_character"] = "A text holds a control character. Take it out.",
        ["malformed_header"] = "Begin the message with two capital letters and a number from 1 to 999999.",
        ["too_many_fields"] = "The message has more than 600 fields. Send fewer lines.",
        ["malformed_field"] = "Write a field as a name in lower-case letters, = and a value.",
        ["unknown_type"] = "There is no such message. Send HI, ID, SA, RV or ST.",
        ["unknown_field"] = "This message has no such field. Check its spelling.",
        ["repeated_field"] = "This field stands twice. Send it once.",
        ["malformed_value"] = "Write numbers with a decimal point and no grouping, instants like 2026-11-21T10:15:00+02:00.",
        ["unknown_version"] = "This edge speaks version 1 of the line protocol. Set the till to it.",
        ["busy"] = "The request before this one is still being worked on. Wait for its answer.",
    };

    /// <summary>The codes that have a sentence here.</summary>
    public static IReadOnlyCollection<string> Codes => Sentences.Keys;

    /// <summary>The sentence for a code of the line protocol or of the sale it carries.</summary>
    public static string Say(string code, string? field = null)
    {
        if (!Sentences.TryGetValue(code, out var sentence)) return PosWords.Say(code, field);
        return field is null ? sentence : $"{sentence} (field {field})";
    }
}
