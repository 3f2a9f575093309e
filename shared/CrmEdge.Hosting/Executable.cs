using System.Net.Sockets;
using CrmEdge.Hosting.Files;
using CrmEdge.Hosting.Health;
using CrmEdge.Hosting.Logs;
using CrmEdge.Hosting.Metrics;
using CrmEdge.Hosting.Options;
using CrmEdge.Hosting.Postgres;
using CrmEdge.Hosting.Processes;
using CrmEdge.Hosting.Systemd;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CrmEdge.Hosting;

/// <summary>What every executable of ours has in common: logs, metrics, health, systemd, and how it ends.</summary>
public static class Executable
{
    /// <summary>Exit code of a run that needs something outside of us first (sysexits.h EX_UNAVAILABLE).</summary>
    public const int Unavailable = 69;

    /// <summary>Exit code of a bug (EX_SOFTWARE).</summary>
    public const int Broken = 70;

    /// <summary>Exit code of a wrong configuration (EX_CONFIG).</summary>
    public const int Misconfigured = 78;

    private const int NoSpaceLeft = 28;   // ENOSPC

    /// <summary>Beginnings of the names of meters that are exported.</summary>
    private static readonly string[] Meters =
        ["CrmEdge", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];

    /// <summary>Adds the real clock, one-line console logs (section <c>Log</c>), metrics, readiness and systemd.</summary>
    /// <param name="builder">The executable's builder.</param>
    public static IHostApplicationBuilder AddCrmEdgeHosting(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddAmbient();
        services.AddValidatedOptions<LoggingOptions>("Log");
        builder.Logging.ClearProviders();
        // A start that fails is told once, by RunAsync; here the framework would log it too, with a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host",
            level => level is LogLevel.Information or LogLevel.Warning or LogLevel.Critical);
        builder.Logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName);
        builder.Logging.AddConsoleFormatter<LineFormatter, Microsoft.Extensions.Logging.Console.ConsoleFormatterOptions>();

        services.AddMetrics();
        services.AddSingleton(provider => new PrometheusExporter(
            Meters, provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()));
        services.AddHostedService<ExporterStart>();
        services.TryAddSingleton<ReadinessReport>();

        services.AddSingleton(new ServiceNotifier(
            Ambient.EnvironmentVariable("NOTIFY_SOCKET"), Ambient.EnvironmentVariable("WATCHDOG_USEC")));
        services.AddHostedService<SystemdService>();
        return builder;
    }

    /// <summary>Runs an executable's body. What a person can put right is told on standard error without a stack trace.</summary>
    /// <param name="body">Builds the host, calls <c>ThrowOnMistakes</c> on its services and runs it.</param>
    /// <param name="errors">Standard error.</param>
    /// <returns>0, <see cref="Misconfigured"/>, <see cref="Unavailable"/> or <see cref="Broken"/>.</returns>
    public static async Task<int> RunAsync(Func<Task> body, TextWriter errors)
    {
        try
        {
            await body();
            return 0;
        }
        catch (Exception ended)
        {
            var (code, text) = Explain(ended);
            await errors.WriteLineAsync(SecretMask.Apply(text));
            return code;
        }
    }

    /// <summary>Runs a host until it is told to stop. What had begun is stopped in order also where the start fails.</summary>
    /// <param name="host">The host, not started.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task ServeAsync(this IHost host, CancellationToken ct)
    {
        try
        {
            await host.StartAsync(ct);
        }
        catch
        {
            // Why the start failed is what counts: what never began may not stop well, and WhenAny does not throw.
            await Task.WhenAny(host.StopAsync(CancellationToken.None));
            throw;
        }
        await host.WaitForShutdownAsync(ct);
    }

    private static (int Code, string Text) Explain(Exception ended) => ended switch
    {
        ConfigurationErrorsException mistakes => (Misconfigured, mistakes.Message),
        OptionsValidationException mistakes => (Misconfigured, string.Join('\n', mistakes.Failures)),
        PrivatePostgresException or UnsafeFolderException or ProcessNotStartedException => (Unavailable, ended.Message),
        IOException { InnerException: AddressInUseException } =>
            (Unavailable, $"{ended.Message} Stop the other program, or configure another port."),
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
            (Unavailable, $"{ended.Message}. Stop the other program, or configure another port."),
        UnauthorizedAccessException or FileNotFoundException or DirectoryNotFoundException =>
            (Unavailable, $"{ended.Message} Make it, give us the right to it, or configure another path."),
        IOException { HResult: NoSpaceLeft } =>
            (Unavailable, $"{ended.Message}. Make room on the disk, or configure another path."),
        _ => (Broken, ended.ToString()),
    };

    private sealed class ExporterStart(PrometheusExporter exporter) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            exporter.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
