using CrmEdge.Hosting.Tracing;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>A request goes on with the trace its sender names, or gets one of its own; the answer tells which.</summary>
internal sealed class TraceHeader(RequestDelegate next, Traces traces)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var step = traces.Enter("request", context.Request.Headers[TraceContext.Header]);
        var current = step.Id;
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[TraceContext.Header] = current;
            return Task.CompletedTask;
        });
        await next(context);
    }
}
