using System.Globalization;
using System.Text;

namespace CrmEdge.Hosting.Metrics;

/// <summary>A label set as it is written, which is also what tells two series apart: sorted by name, each name once.</summary>
internal static class LabelText
{
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.IsEmpty) return "";
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
            sorted.TryAdd(MetricNames.Label(name), Convert.ToString(value, CultureInfo.InvariantCulture) ?? "");

        var text = new StringBuilder();
        foreach (var (name, value) in sorted)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(name).Append("=\"");
            AppendEscaped(text, value);
            text.Append('"');
        }
        return text.ToString();
    }

    /// <summary>Text exposition format 0.0.4: backslash, quote and line feed of a label value are escaped.</summary>
    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (var c in value.AsSpan(0, Math.Min(value.Length, MetricLimits.LabelValueCharsMax)))
        {
            _ = c switch
            {
                '\\' => text.Append("\\\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append("\\n"),
                _ => text.Append(c),
            };
        }
    }
}
