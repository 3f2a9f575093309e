namespace CrmEdge.Hosting.Logs;

/// <summary>The section <c>Log</c>. Levels by class are in the framework's own section <c>Logging:LogLevel</c>.</summary>
public sealed class LoggingOptions
{
    /// <summary>How an event looks.</summary>
    public LogFormat Format { get; set; } = LogFormat.Simple;
}
