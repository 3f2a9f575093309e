namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>Events of the nexo listener, 2240 to 2249.</summary>
internal static partial class NexoLog
{
    [LoggerMessage(2240, LogLevel.Information, "Tills may speak nexo at {Address}/nexo/; certificate SHA-256 {Thumbprint}")]
    public static partial void Listening(ILogger logger, string address, string thumbprint);

    [LoggerMessage(2241, LogLevel.Warning, "A till at {Remote} is not paired: it was refused")]
    public static partial void NotPaired(ILogger logger, string remote);

    [LoggerMessage(2242, LogLevel.Warning, "A message of {Tap} was refused: {Code}")]
    public static partial void Refused(ILogger logger, string tap, string code);

    [LoggerMessage(2243, LogLevel.Warning, "A request from {Remote} is no message and was refused: {Code}")]
    public static partial void NoMessage(ILogger logger, string remote, string code);
}
