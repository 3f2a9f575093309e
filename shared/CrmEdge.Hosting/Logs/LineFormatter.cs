using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CrmEdge.Hosting.Tracing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace CrmEdge.Hosting.Logs;

/// <summary>Writes each event as one line, whatever is in it.</summary>
internal sealed class LineFormatter(IOptions<LoggingOptions> options, TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "crmedge";
    private const int TextCharsMax = 16_384;
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var line = new Line(
            time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
            logEntry.LogLevel, logEntry.EventId.Id, logEntry.Category, TraceContext.CurrentId,
            Clean(logEntry.Formatter(logEntry.State, logEntry.Exception)), Clean(logEntry.Exception?.ToString() ?? ""));
        textWriter.WriteLine(options.Value.Format == LogFormat.Json ? Json(line) : Simple(line));
    }

    private static string Clean(string text) =>
        SecretMask.Apply(text.Length <= TextCharsMax ? text : $"{text[..TextCharsMax]} … ({text.Length} characters)");

    private static string Simple(Line line)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{line.Time} {Short(line.Level)} {line.Event} {line.Logger}");
        if (line.Trace is not null) text.Append(" trace=").Append(line.Trace);
        text.Append(": ").Append(line.Message);
        if (line.Error.Length > 0) text.Append(" | ").Append(line.Error);
        for (var i = 0; i < text.Length; i++)
        {
            // Also what only some terminals and collectors take for a line break; a message must not forge a second line.
            if (char.IsControl(text[i]) || text[i] is '\u2028' or '\u2029') text[i] = ' ';
        }
        return text.ToString();
    }

    private static string Json(Line line)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("time", line.Time);
            writer.WriteString("level", Short(line.Level));
            writer.WriteNumber("event", line.Event);
            writer.WriteString("logger", line.Logger);
            if (line.Trace is not null) writer.WriteString("trace", line.Trace);
            writer.WriteString("message", line.Message);
            if (line.Error.Length > 0) writer.WriteString("error", line.Error);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private sealed record Line(
        string Time, LogLevel Level, int Event, string Logger, string? Trace, string Message, string Error);
}
