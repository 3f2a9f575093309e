using System.Text;

namespace CrmEdge.Hosting.Processes;

/// <summary>Reads a child's output to its end, so that the child never blocks on a full pipe.</summary>
internal static class LinePump
{
    public const int LineCharsMax = 8_192;

    public static async Task RunAsync(TextReader reader, Action<string>? onLine)
    {
        var buffer = new char[4_096];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer)) > 0) Take(buffer.AsSpan(0, read), line, onLine);
        if (line.Length > 0) onLine?.Invoke(line.ToString());
    }

    private static void Take(ReadOnlySpan<char> chars, StringBuilder line, Action<string>? onLine)
    {
        foreach (var c in chars)
        {
            if (c == '\n' || line.Length == LineCharsMax)
            {
                onLine?.Invoke(line.ToString().TrimEnd('\r'));
                line.Clear();
            }
            if (c != '\n') line.Append(c);
        }
    }
}
