using System.Text;

namespace CrmEdge.Mqtt.Topics;

/// <summary>Topic names and filters (MQTT 5.0 §4.7).</summary>
public static class MqttTopic
{
    private const int BytesMax = 65_535;

    /// <summary>True for a name one may publish to: 1 to 65,535 bytes of UTF-8, no wildcard, no U+0000.</summary>
    public static bool IsValidName(string topic) => IsText(topic) && !topic.AsSpan().ContainsAny('+', '#');

    /// <summary>True when + stands alone in its level and # alone in the last (MQTT-4.7.1-1, MQTT-4.7.1-2).</summary>
    public static bool IsValidFilter(string filter)
    {
        if (!IsText(filter)) return false;
        var rest = filter.AsSpan();
        while (true)
        {
            var level = NextLevel(ref rest, out var last);
            if (level.ContainsAny('+', '#') && (level.Length > 1 || (level[0] == '#' && !last))) return false;
            if (last) return true;
        }
    }

    /// <summary>True for $share/group/filter.</summary>
    public static bool IsShared(string filter) => filter.StartsWith("$share/", StringComparison.Ordinal);

    /// <summary>Number of levels: one more than there are slashes.</summary>
    public static int Levels(string topic) => topic.AsSpan().Count('/') + 1;

    /// <summary>
    /// Whether a valid filter takes a valid topic name. A filter that begins with a wildcard takes no topic that begins with $
    /// (MQTT-4.7.2-1); "a/#" takes "a" too.
    /// </summary>
    public static bool Matches(string filter, string topic)
    {
        if (topic.StartsWith('$') && (filter[0] is '+' or '#')) return false;
        var f = filter.AsSpan();
        var t = topic.AsSpan();
        while (true)
        {
            var wanted = NextLevel(ref f, out var filterEnds);
            if (wanted is "#") return true;
            var level = NextLevel(ref t, out var topicEnds);
            if (wanted is not "+" && !wanted.SequenceEqual(level)) return false;
            if (topicEnds) return filterEnds || f is "#";
            if (filterEnds) return false;
        }
    }

    /// <summary>Cuts the first level off <paramref name="rest"/>.</summary>
    internal static ReadOnlySpan<char> NextLevel(ref ReadOnlySpan<char> rest, out bool last)
    {
        var slash = rest.IndexOf('/');
        last = slash < 0;
        var level = last ? rest : rest[..slash];
        rest = last ? default : rest[(slash + 1)..];
        return level;
    }

    private static bool IsText(string topic) =>
        topic.Length is > 0 and <= BytesMax && !topic.Contains('\0') && Encoding.UTF8.GetByteCount(topic) <= BytesMax;
}
