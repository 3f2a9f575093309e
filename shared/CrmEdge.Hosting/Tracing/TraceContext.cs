using System.Diagnostics;

namespace CrmEdge.Hosting.Tracing;

/// <summary>One id from the ticket at the till to its postings. It travels as W3C Trace Context (the <c>traceparent</c>
/// header, gRPC metadata key or journal column) and every log line carries it.</summary>
public static class TraceContext
{
    /// <summary>The name of the header and of the gRPC metadata key.</summary>
    public const string Header = "traceparent";

    /// <summary>What an OpenTelemetry exporter subscribes to.</summary>
    public const string SourceName = "CrmEdge";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>What to put into the header for the current step; <c>null</c> outside of any.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>The 32 hexadecimal digits a person searches the logs for; <c>null</c> outside of any step.</summary>
    public static string? CurrentId =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } current ? current.TraceId.ToHexString() : null;

    /// <summary>Starts a step: a child of the current one, or a new trace. Disposing ends it.</summary>
    /// <param name="name">What is done, in low cardinality, such as <c>purchase</c>.</param>
    public static Activity Begin(string name) =>
        Source.StartActivity(name) ?? new Activity(name).SetIdFormat(ActivityIdFormat.W3C).Start();

    /// <summary>Starts a step of the trace a peer or a stored row names; a new trace when it names none that is valid.</summary>
    /// <param name="name">What is done, in low cardinality.</param>
    /// <param name="traceparent">The header as it came; anything may be in it.</param>
    public static Activity Continue(string name, string? traceparent)
    {
        if (!ActivityContext.TryParse(traceparent, null, isRemote: true, out var parent)) return BeginNew(name);
        return Source.StartActivity(name, ActivityKind.Server, parent)
            ?? new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>The trace id that a header or a stored row names; <c>null</c> where it names none that is valid.</summary>
    /// <param name="traceparent">The header as it came; anything may be in it.</param>
    public static string? IdOf(string? traceparent) =>
        ActivityContext.TryParse(traceparent, null, out var parent) ? parent.TraceId.ToHexString() : null;

    private static Activity BeginNew(string name)
    {
        // The current step, if any, is another trace's: what came without one must not join it.
        Activity.Current = null;
        return Begin(name);
    }
}
