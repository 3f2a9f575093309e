using System.Threading.Channels;
using CrmEdge.Contracts.Devices;
using CrmEdge.Edge.Agent.Sync;

namespace CrmEdge.Edge.Agent.Devices;

/// <summary>Applies the cloud's device list: at the start what was kept of it, then whenever a new one came.</summary>
internal sealed partial class DeviceSync(
    SnapshotStore snapshots, DeviceWishes wishes, TimeProvider time, ILogger<DeviceSync> logger)
    : BackgroundService
{
    private const string Kind = "devices";
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(5);

    // One signal that waits is as good as many: the newest list is read when it is its turn.
    private readonly Channel<bool> _came =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        snapshots.Applied += Signal;
        try
        {
            do await ApplyAsync(stoppingToken);
            while (await _came.Reader.ReadAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The agent stops.
        }
        finally
        {
            snapshots.Applied -= Signal;
        }
    }

    private void Signal(object? sender, string kind)
    {
        if (kind == Kind) _came.Writer.TryWrite(true);
    }

    private async Task ApplyAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await wishes.ApplyAsync(snapshots.All(Kind).Select(Device.Parser.ParseFrom), ct);
                return;
            }
            catch (DevicesUnavailableException e)
            {
                Log.Postponed(logger, AgainAfter, e.Message);
                await Task.Delay(AgainAfter, time, ct);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(2340, LogLevel.Warning, "The cloud's device list cannot be applied yet, again in {Delay}: {Reason}")]
        public static partial void Postponed(ILogger logger, TimeSpan delay, string reason);
    }
}
