using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Ends streams here that another host learned are over: the edge was revoked, or connected there.</summary>
internal sealed partial class StreamWatch(Databases databases, EdgeStreams streams, TimeProvider time,
    ILogger<StreamWatch> logger)
    : BackgroundService
{
    public const string Channel = "crmedge_edge_stream";

    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ProbeEvery = TimeSpan.FromSeconds(30);

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
                // What was missed is found all the same: a replaced or revoked stream can commit nothing.
                Log.Lost(logger, e.GetType().Name, AgainAfter.TotalSeconds);
                await Task.Delay(AgainAfter, time, CancellationToken.None);
            }
        }
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        await using var connection = await databases.Ledger.OpenConnectionAsync(ct);
        connection.Notification += (_, told) =>
        {
            if (StreamNotice.Parse(told.Payload) is { } notice) streams.Cut(notice.Edge, notice.Code, notice.Keep);
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {Channel}", connection)) await listen.ExecuteNonQueryAsync(ct);
        while (true) await connection.WaitAsync(ProbeEvery, ct);
    }

    private static partial class Log
    {
        [LoggerMessage(3415, LogLevel.Warning, "Lost sight of other hosts' edges ({Reason}); looking again in {Seconds} s")]
        public static partial void Lost(ILogger logger, string reason, double seconds);
    }
}
