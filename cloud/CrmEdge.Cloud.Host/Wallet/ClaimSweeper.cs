using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Ledger;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>
/// Ends claims of which nothing was heard: asks the business what became of the attempt, which refuses it for
/// good where it never saw it, and then settles or frees the hold.
/// </summary>
internal sealed partial class ClaimSweeper(
    Databases databases, ILedger ledger, TimeProvider time, IOptions<WalletOptions> options, ILogger<ClaimSweeper> logger)
    : BackgroundService
{
    private const int ClaimsPerRound = 100;

    private readonly record struct OpenClaim(Guid Platform, Guid Wallet, Guid Business, PurchaseKey Key);

    /// <summary>Ends what is old enough; how many were ended.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        var claims = await OldAsync(ct);
        foreach (var claim in claims) await EndAsync(claim, ct);
        return claims.Count;
    }

    private async Task EndAsync(OpenClaim claim, CancellationToken ct)
    {
        try
        {
            var end = await ledger.SubmitAsync(new TombstonePurchase(claim.Business, claim.Key), ct);
            await ledger.SubmitAsync(new SettleHold(claim.Platform, claim.Wallet, claim.Key.Attempt, end.CashTaken), ct);
            Log.Ended(logger, claim.Key.Purchase, end.CashTaken is null ? "released" : "settled");
        }
        catch (Exception e) when (e is InvariantViolatedException or LedgerException { Retry: false })
        {
            // Our bug. The hold stays for a person to look at; the others must not wait for it.
            Log.Refused(logger, claim.Key.Purchase, e);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SweepEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or TimeoutException or LedgerException { Retry: true })
            {
                Log.NotSwept(logger, e.GetType().Name);
            }
        }
    }

    private async Task<List<OpenClaim>> OldAsync(CancellationToken ct)
    {
        await using var command = databases.Ledger.CreateCommand("""
            SELECT tenant, wallet, business, purchase, attempt FROM spend_claim
            WHERE state = 'open' AND made_at < $1 ORDER BY made_at LIMIT $2
            """).With(time.GetUtcNow() - options.Value.ClaimGrace).With(ClaimsPerRound);
        await using var row = await command.ExecuteReaderAsync(ct);
        var claims = new List<OpenClaim>();
        while (await row.ReadAsync(ct))
        {
            claims.Add(new OpenClaim(
                row.GetGuid(0), row.GetGuid(1), row.GetGuid(2), new PurchaseKey(row.GetGuid(3), row.GetGuid(4))));
        }
        return claims;
    }

    private static partial class Log
    {
        [LoggerMessage(3301, LogLevel.Information, "The hold for purchase {Purchase} was {How} after its answer was lost")]
        public static partial void Ended(ILogger logger, Guid purchase, string how);

        [LoggerMessage(3302, LogLevel.Warning, "Old holds could not be looked at ({Reason}); the next sweep tries again")]
        public static partial void NotSwept(ILogger logger, string reason);

        [LoggerMessage(3304, LogLevel.Error, "The hold for purchase {Purchase} cannot be ended and waits; report this")]
        public static partial void Refused(ILogger logger, Guid purchase, Exception why);
    }
}
