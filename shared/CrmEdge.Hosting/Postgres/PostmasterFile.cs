using System.Globalization;

namespace CrmEdge.Hosting.Postgres;

/// <summary>What the server tells about itself in <c>postmaster.pid</c>.</summary>
/// <param name="ServerId">The server's process id.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsReady">Whether it takes connections.</param>
internal sealed record PostmasterFile(int ServerId, int Port, bool IsReady)
{
    private const int PortLine = 3;
    private const int StatusLine = 7;

    /// <summary>Reads the text; <c>null</c> while the server has not written enough of it.</summary>
    /// <remarks>Lines: process id, data folder, start time, port, socket folder, listen address, shared memory key, status
    /// (PostgreSQL's <c>utils/pidfile.h</c>). A negative process id is a single-user server.</remarks>
    public static PostmasterFile? Parse(string text)
    {
        var lines = text.Split('\n');
        if (!int.TryParse(lines[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)) return null;
        _ = int.TryParse(lines.ElementAtOrDefault(PortLine), NumberStyles.None, CultureInfo.InvariantCulture, out var port);
        var ready = lines.ElementAtOrDefault(StatusLine)?.StartsWith("ready", StringComparison.Ordinal) ?? false;
        return new PostmasterFile(Math.Abs(id), port, ready);
    }
}
