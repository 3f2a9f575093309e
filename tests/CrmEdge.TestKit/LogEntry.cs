using Microsoft.Extensions.Logging;

namespace CrmEdge.TestKit;

/// <summary>One event as it was logged.</summary>
public sealed record LogEntry(LogLevel Level, EventId EventId, string Category, string Message, Exception? Exception)
{
    public override string ToString() =>
        $"{Level} {EventId.Id} {Category}: {Message}{(Exception is null ? "" : $"\n{Exception}")}";
}
