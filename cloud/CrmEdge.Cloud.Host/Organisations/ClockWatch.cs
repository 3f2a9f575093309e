using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Organisations;

/// <summary>Tells the clock what other hosts moved on: at start, by notification, and by a look now and then.</summary>
internal sealed partial class ClockWatch(Databases databases, BusinessClock clock, TimeProvider time, ILogger<ClockWatch> logger)
    : BackgroundService
{
    public const string Channel = "crmedge_clock";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(2);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await databases.Ledger.OpenConnectionAsync(cancellationToken);
        await LookAsync(connection, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or IOException)
            {
                Log.Lost(logger, e.GetType().Name, AgainAfter.TotalSeconds);
                await Task.Delay(AgainAfter, time, stoppingToken);
            }
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        await using var connection = await databases.Ledger.OpenConnectionAsync(ct);
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        while (true)
        {
            await LookAsync(connection, ct);
            await connection.WaitAsync(LookEvery, ct);
        }
    }

    private async Task LookAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "SELECT tenant, clock_offset_seconds FROM tenant WHERE clock_offset_seconds > 0", connection);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) clock.Learn(reader.GetGuid(0), TimeSpan.FromSeconds(reader.GetInt64(1)));
    }

    private static partial class Log
    {
        [LoggerMessage(3202, LogLevel.Warning,
            "Lost sight of test clocks moved by other hosts ({Reason}); looking again in {Seconds} s")]
        public static partial void Lost(ILogger logger, string reason, double seconds);
    }
}
