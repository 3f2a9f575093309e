using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Readers;

/// <summary>
/// Magnetic stripe tracks as readers send them: track 1 <c>%B…^…^…?</c> and track 2 <c>;…=…?</c> (ISO/IEC 7813 §6 and §7). A
/// reader may be set to leave out the sentinels, and to send the track's check character. Of a track only the number is taken.
/// </summary>
public static class Track
{
    private const int NumberDigitsMin = 12;
    private const int NumberDigitsMax = 19;
    private const string StartSentinels = "%;";

    /// <summary>True where the text is laid out as a track, whole or damaged.</summary>
    public static bool IsTrack(ReadOnlySpan<char> text) =>
        !text.IsEmpty && (StartSentinels.Contains(text[0], StringComparison.Ordinal) || !Digits(text).IsEmpty);

    /// <summary>The card number of a swipe of one or both tracks; null where none of them holds a sound one.</summary>
    public static string? CardNumber(ReadOnlySpan<char> swipe)
    {
        while (!swipe.IsEmpty)
        {
            var body = StartSentinels.Contains(swipe[0], StringComparison.Ordinal) ? swipe[1..] : swipe;
            var digits = Digits(body);
            if (!digits.IsEmpty && CimValue.Normalise(CimKind.Card, digits.ToString()) is { } number) return number;
            // What stands behind an end sentinel, such as the check character, belongs to no track.
            var next = body.IndexOfAny(StartSentinels);
            swipe = next < 0 ? [] : body[next..];
        }
        return null;
    }

    // B digits ^ on track 1, digits = on track 2; empty where it is neither.
    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> body)
    {
        var separator = body.StartsWith("B") ? '^' : '=';
        if (separator == '^') body = body[1..];
        var at = body.IndexOf(separator);
        if (at is < NumberDigitsMin or > NumberDigitsMax) return [];
        return body[..at].ContainsAnyExceptInRange('0', '9') ? [] : body[..at];
    }
}
