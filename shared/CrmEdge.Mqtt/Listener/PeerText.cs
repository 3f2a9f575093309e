namespace CrmEdge.Mqtt.Listener;

/// <summary>Text a device chose, made fit for a log line and an answer.</summary>
internal static class PeerText
{
    private const int CharsMax = 128;

    public static string Shown(string text)
    {
        var shown = text.Length <= CharsMax ? text : text[..CharsMax] + "…";
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? '?' : c)) : shown;
    }
}
