namespace CrmEdge.Edge.Agent.Line;

/// <summary>Events of the line protocol, 2250 to 2259. What a message said is never logged: it may be a card number.</summary>
internal static partial class LineLog
{
    [LoggerMessage(2250, LogLevel.Warning,
        "A frame on {Line} was refused: {Code}. If this repeats, check cable, speed and the till's settings")]
    public static partial void FrameRefused(ILogger logger, string line, string code);

    [LoggerMessage(2251, LogLevel.Warning, "A {Type} message of {Tap} on {Line} was refused: {Code}")]
    public static partial void Refused(ILogger logger, string type, string tap, string line, string code);
}
