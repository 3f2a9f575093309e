using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Readers;

/// <summary>
/// Magnetic stripe tracks as readers send them: track 1 <c>%B…^…^…?</c> and track 2 <c>;…=…?</c> (ISO/IEC 7813 §6 and §7).
/// Of a track only the card number is taken.
/// </summary>
public static class Track
{
    /// <summary>True where the text starts as a track does.</summary>
    public static bool IsTrack(ReadOnlySpan<char> text) => text.StartsWith("%") || text.StartsWith(";");

    /// <summary>The card number of a swipe of one or both tracks; null where none is whole.</summary>
    public static string? CardNumber(ReadOnlySpan<char> swipe)
    {
        while (!swipe.IsEmpty)
        {
            var end = swipe.IndexOf('?');
            if (end < 0) return null;
            if (NumberOf(swipe[..end]) is { } number) return number;
            // A reader may send the track's check character behind the end sentinel: skip to the next start sentinel.
            var rest = swipe[(end + 1)..];
            var next = rest.IndexOfAny('%', ';');
            swipe = next < 0 ? [] : rest[next..];
        }
        return null;
    }

    private static string? NumberOf(ReadOnlySpan<char> track)
    {
        var separator = track.StartsWith("%B") ? '^' : track.StartsWith(";") ? '=' : '\0';
        if (separator == '\0') return null;
        var body = track[(separator == '^' ? 2 : 1)..];
        var at = body.IndexOf(separator);
        return at > 0 ? CimValue.Normalise(CimKind.Card, body[..at].ToString()) : null;
    }
}
