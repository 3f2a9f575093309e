using System.Net;

namespace CrmEdge.Edge.Agent.Channels;

/// <summary>Events of lines to tills and readers, 2220 to 2229. What went over a line is never logged.</summary>
internal static partial class ChannelLog
{
    [LoggerMessage(2220, LogLevel.Information, "{Line} is open")]
    public static partial void Open(ILogger logger, string line);

    [LoggerMessage(2221, LogLevel.Warning, "{Line} cannot be opened: {Reason} It is tried again by itself")]
    public static partial void NotOpen(ILogger logger, string line, string reason);

    [LoggerMessage(2222, LogLevel.Warning, "{Line} is lost: {Reason}")]
    public static partial void Lost(ILogger logger, string line, string reason);

    [LoggerMessage(2223, LogLevel.Information, "Listening for tills and readers on {Address}")]
    public static partial void Listening(ILogger logger, IPEndPoint address);

    [LoggerMessage(2224, LogLevel.Debug, "Connection of {Remote} ended")]
    public static partial void Ended(ILogger logger, string remote);

    [LoggerMessage(2225, LogLevel.Error, "Serving {Remote} failed")]
    public static partial void Failed(ILogger logger, string remote, Exception exception);
}
