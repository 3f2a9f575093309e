using Microsoft.Extensions.Hosting;

namespace CrmEdge.Hosting.Systemd;

/// <summary>Reports start and stop to systemd and feeds its watchdog from the thread pool: when that is starved, nothing
/// else works either, and systemd restarts us.</summary>
internal sealed class SystemdService(ServiceNotifier notifier, IHostApplicationLifetime lifetime, TimeProvider time)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var started = lifetime.ApplicationStarted.Register(notifier.Ready);
        using var stopping = lifetime.ApplicationStopping.Register(notifier.Stopping);
        using var ticks = new PeriodicTimer(notifier.WatchdogInterval ?? Timeout.InfiniteTimeSpan, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken)) notifier.Alive();
        }
        catch (OperationCanceledException)
        {
            // The host is stopping.
        }
    }
}
