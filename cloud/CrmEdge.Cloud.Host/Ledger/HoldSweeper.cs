using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Ends holds whose timeout has passed, through their committers as any operation; forgets old refusals.</summary>
internal sealed partial class HoldSweeper(
    PartitionedLedger ledger, Func<NpgsqlDataSource> database, LedgerOptions options, TimeProvider time,
    ILogger<HoldSweeper> logger)
{
    private const int RowsMax = 500;

    // Partitions that another host writes are swept there.
    private const string Due = """
        SELECT h.tenant, h.partition, h.id
        FROM ledger_hold h JOIN crmedge_system.ledger_partition p ON p.partition = h.partition
        WHERE h.expires_at <= $1 AND (p.owner = $2 OR p.owner IS NULL OR p.expires_at < clock_timestamp())
        ORDER BY h.expires_at LIMIT $3
        """;

    private const string Forget = """
        DELETE FROM ledger_refusal
        WHERE (tenant, id) IN (SELECT tenant, id FROM ledger_refusal WHERE at < $1 ORDER BY at LIMIT $2)
        """;

    /// <summary>Sweeps at intervals until stopped; a failure waits for the next time.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(options.SweepEvery, time);
        while (await timer.WaitForNextTickAsync(stop))
        {
            try
            {
                while (await SweepAsync(stop) == RowsMax)
                {
                }
                await ForgetAsync(stop);
            }
            catch (Exception fault) when (!stop.IsCancellationRequested && (fault is LedgerException || Faults.IsPassing(fault)))
            {
                Log.Postponed(logger, options.SweepEvery, fault);
            }
        }
    }

    /// <returns>How many holds were ended.</returns>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var ended = 0;
        var due = await DueAsync(ct);
        foreach (var holds in due.GroupBy(hold => (hold.Tenant, hold.Partition)))
        {
            var (tenant, partition) = holds.Key;
            Transfer[] expiries = [.. holds.Select(hold => Transfer.Expire(tenant, hold.Id))];
            var codes = await ledger.SubmitAsync(PostTransfers.Each(PartitionKey.Numbered(tenant, partition), expiries), ct);
            var expired = codes.Count(code => code == PostCode.Ok);
            if (expired > 0) Log.Expired(logger, expired, tenant);
            ended += expired;
        }
        return ended;
    }

    private async Task<List<(Guid Tenant, int Partition, Guid Id)>> DueAsync(CancellationToken ct)
    {
        await using var command = database().CreateCommand(Due);
        command.Parameters.Add(Sql.Instant(time.GetUtcNow()));
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = ledger.Host });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RowsMax });
        await using var rows = await command.ExecuteReaderAsync(ct);
        List<(Guid, int, Guid)> due = [];
        while (await rows.ReadAsync(ct)) due.Add((rows.GetGuid(0), rows.GetInt16(1), rows.GetGuid(2)));
        return due;
    }

    /// <summary>Forgets refusals that nobody repeats any more.</summary>
    public async Task ForgetAsync(CancellationToken ct)
    {
        await using var command = database().CreateCommand(Forget);
        command.Parameters.Add(Sql.Instant(time.GetUtcNow() - options.RefusalsKept));
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = RowsMax });
        await command.ExecuteNonQueryAsync(ct);
    }

    private static partial class Log
    {
        [LoggerMessage(3110, LogLevel.Information, "{Holds} holds of tenant {Tenant} ran out")]
        public static partial void Expired(ILogger logger, int holds, Guid tenant);

        [LoggerMessage(3111, LogLevel.Warning, "Holds that ran out could not be ended; the next try is in {Interval}")]
        public static partial void Postponed(ILogger logger, TimeSpan interval, Exception fault);
    }
}
