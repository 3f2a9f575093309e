using CrmEdge.Hosting.Health;
using CrmEdge.Hosting.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CrmEdge.Hosting;

/// <summary>What a monitor asks: <c>/health/live</c>, <c>/health/ready</c> and <c>/metrics</c>.</summary>
public static class OperationsEndpoints
{
    /// <summary>Maps the three. None of them says anything about a tenant; restrict them further on the returned group.</summary>
    /// <param name="app">Where to map.</param>
    public static RouteGroupBuilder MapOperations(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("");
        group.MapGet("/health/live", () => TypedResults.Text("live\n"));
        group.MapGet("/health/ready", ReadyAsync);
        group.MapGet("/metrics", (PrometheusExporter exporter) =>
            TypedResults.Text(exporter.Scrape(), PrometheusExporter.ContentType));
        return group;
    }

    private static async Task<JsonHttpResult<ReadyAnswer>> ReadyAsync(
        ReadinessReport report, HttpContext http, CancellationToken ct)
    {
        var answers = await report.TakeAsync(ct);
        var ready = answers.Values.All(a => a.IsReady);
        http.Response.Headers.CacheControl = "no-store";
        var checks = answers.Select(a =>
            new CheckAnswer(a.Key, Status(a.Value.IsReady), NullIfEmpty(a.Value.Why), NullIfEmpty(a.Value.WhatToDo)));
        return TypedResults.Json(new ReadyAnswer(Status(ready), [.. checks]),
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static string Status(bool ready) => ready ? "ready" : "not_ready";

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private sealed record ReadyAnswer(string Status, IReadOnlyList<CheckAnswer> Checks);

    private sealed record CheckAnswer(string Name, string Status, string? Why, string? WhatToDo);
}
