using CrmEdge.Cloud.Core.Rewards;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Rewards;

/// <summary>Empties lots that have expired. Decisions never use them before either.</summary>
internal sealed partial class LotExpiry(
    Databases databases, ILedger ledger, IdSource ids, TimeProvider time, ILogger<LotExpiry> logger) : BackgroundService
{
    private const int LotsPerRound = 500;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    /// <summary>Empties what is due; how many lots were looked at.</summary>
    public async Task<int> ExpireAsync(CancellationToken ct)
    {
        var due = await DueAsync(ct);
        foreach (var (tenant, lot, currency) in due) await ledger.SubmitAsync(new ExpireLot(tenant, lot, currency, ids.Next()),
            ct);
        return due.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await ExpireAsync(stoppingToken) == LotsPerRound) continue;
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or LedgerException { Retry: true })
            {
                Log.NotExpired(logger, e.GetType().Name);
            }
        }
    }

    private async Task<List<(Guid Tenant, Guid Lot, Currency Currency)>> DueAsync(CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT tenant, id, currency FROM commerce_lot
            WHERE expires_at <= $1 AND open_owner IS NOT NULL ORDER BY expires_at LIMIT $2
            """).With(time.GetUtcNow()).With(LotsPerRound);
        await using var row = await command.ExecuteReaderAsync(ct);
        var due = new List<(Guid, Guid, Currency)>();
        while (await row.ReadAsync(ct)) due.Add((row.GetGuid(0), row.GetGuid(1), Currency.Of(row.GetString(2))));
        return due;
    }

    private static partial class Log
    {
        [LoggerMessage(3310, LogLevel.Warning, "Expired lots could not be emptied ({Reason}); the next look tries again")]
        public static partial void NotExpired(ILogger logger, string reason);
    }
}
