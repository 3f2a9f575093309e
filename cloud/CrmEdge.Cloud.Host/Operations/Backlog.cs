using System.Diagnostics.Metrics;
using CrmEdge.Cloud.Host.Database;
using Npgsql;

namespace CrmEdge.Cloud.Host.Operations;

/// <summary>
/// What waits in the database, looked at now and then so that a scrape costs it nothing. While it cannot be looked at there are
/// no such figures, rather than old ones.
/// </summary>
internal sealed partial class Backlog : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private const string Look = """
        SELECT (SELECT count(*) FROM (SELECT 1 FROM quarantine WHERE state = 'open' LIMIT 100000) q),
            coalesce((SELECT extract(epoch FROM clock_timestamp() - min(written_at))::float8
                FROM home_message WHERE heard_at IS NULL), 0),
            (SELECT count(*) FROM (SELECT 1 FROM home_message WHERE heard_at IS NULL LIMIT 100000) m)
        """;

    private readonly Databases _databases;
    private readonly TimeProvider _time;
    private readonly ILogger<Backlog> _logger;
    private readonly Meter _meter;
    private volatile Seen? _seen;

    public Backlog(IMeterFactory meters, Databases databases, TimeProvider time, ILogger<Backlog> logger)
    {
        (_databases, _time, _logger) = (databases, time, logger);
        _meter = meters.Create("CrmEdge.Cloud.Backlog");
        Gauge("crmedge.quarantine.open", "{record}", "Records of edges that were set aside and wait for a person",
            s => s.Quarantined);
        Gauge("crmedge.outbox.oldest.age", "s", "How long the oldest word to a wallet has waited", s => s.OldestSeconds);
        Gauge("crmedge.outbox.waiting", "{message}", "Words to wallets that wait", s => s.Waiting);
    }

    public override void Dispose()
    {
        _meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, _time);
        do
        {
            try
            {
                _seen = await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException)
            {
                _seen = null;
                Log.NotSeen(_logger, e.GetType().Name);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<Seen> LookAsync(CancellationToken ct)
    {
        await using var command = _databases.Ledger.CreateCommand(Look);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return new Seen(row.GetInt64(0), row.GetDouble(1), row.GetInt64(2));
    }

    private void Gauge(string name, string unit, string help, Func<Seen, double> value) => _meter.CreateObservableGauge(
        name, () => _seen is { } seen ? (Measurement<double>[])[new(value(seen))] : [], unit, help);

    private sealed record Seen(double Quarantined, double OldestSeconds, double Waiting);

    private static partial class Log
    {
        [LoggerMessage(3290, LogLevel.Warning, "What waits in the database could not be looked at ({Reason}); it is tried again")]
        public static partial void NotSeen(ILogger logger, string reason);
    }
}
