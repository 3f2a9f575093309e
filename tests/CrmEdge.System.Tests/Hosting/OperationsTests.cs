using System.Diagnostics.Metrics;
using System.Net;
using System.Text.Json;
using CrmEdge.Hosting;
using CrmEdge.Hosting.Health;
using CrmEdge.Hosting.Options;
using CrmEdge.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CrmEdge.SystemTests.Hosting;

/// <summary>A web application with everything an executable gets, on a real port.</summary>
public sealed class OperationsTests : IAsyncLifetime
{
    private readonly TestLogs _logs = new();
    private readonly Switch _disk = new();
    private readonly HttpClient _client = new();
    private WebApplication? _app;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.AddCrmEdgeHosting();
        builder.Logging.ClearProviders().AddProvider(_logs);
        builder.Services.AddSingleton<IReadinessCheck>(_disk);
        _app = builder.Build();
        _app.Services.ThrowOnMistakes();
        _app.MapOperations();
        await _app.StartAsync(Ct);
        _client.BaseAddress = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app!.DisposeAsync();
        _logs.Dispose();
    }

    [Fact]
    public async Task Live_says_so_whatever_the_checks_say()
    {
        _disk.IsOn = false;
        Assert.Equal("live\n", await _client.GetStringAsync(new Uri("/health/live", UriKind.Relative), Ct));
    }

    [Fact]
    public async Task Ready_names_the_check_that_fails_and_what_to_do()
    {
        _disk.IsOn = false;
        using var response = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct)).RootElement;
        Assert.Equal("not_ready", answer.GetProperty("status").GetString());
        var check = answer.GetProperty("checks").EnumerateArray().Single();
        Assert.Equal(("disk", "The disk is full.", "Delete something."), (check.GetProperty("name").GetString(),
            check.GetProperty("why").GetString(), check.GetProperty("whatToDo").GetString()));
    }

    [Fact]
    public async Task Ready_is_200_when_every_check_is()
    {
        using var response = await _client.GetAsync(new Uri("/health/ready", UriKind.Relative), Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Metrics_hold_ours_and_the_framework_s_of_this_application_alone()
    {
        using var meter = new Meter("CrmEdge.OperationsTests");
        meter.CreateCounter<int>("operations.tested").Add(3);
        using var stranger = new ServiceCollection().AddMetrics().BuildServiceProvider();
        stranger.GetRequiredService<IMeterFactory>().Create("CrmEdge.Stranger").CreateCounter<int>("strangers").Add(1);

        await _client.GetStringAsync(new Uri("/health/live", UriKind.Relative), Ct);
        using var response = await _client.GetAsync(new Uri("/metrics", UriKind.Relative), Ct);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.Contains("operations_tested_total 3\n", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_process_cpu_time_seconds_total{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("strangers_total", text, StringComparison.Ordinal);
    }

    private sealed class Switch : IReadinessCheck
    {
        public string Name => "disk";

        public bool IsOn { get; set; } = true;

        public ValueTask<Readiness> CheckAsync(CancellationToken ct) => ValueTask.FromResult(
            IsOn ? Readiness.Ready : Readiness.NotReady("The disk is full.", "Delete something."));
    }
}
