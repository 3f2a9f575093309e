namespace CrmEdge.Hosting.Logs;

/// <summary>How a log event looks on the console. One line either way.</summary>
public enum LogFormat
{
    /// <summary>For people: time, level, event id, class, trace id, message.</summary>
    Simple,

    /// <summary>For log collectors: one JSON object.</summary>
    Json,
}
