using CrmEdge.Cloud.Host.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Billing;

/// <summary>Runs the billing of every tenant now and then.</summary>
internal sealed partial class BillingWorker(BillingRun run, TimeProvider time, ILogger<BillingWorker> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var tenant in await run.TenantsAsync(stoppingToken)) await RunAsync(tenant, stoppingToken);
            }
            catch (Exception e) when (e is LedgerException or NpgsqlException or TimeoutException)
            {
                Log.Postponed(logger, e.GetType().Name, Every);
            }
        }
    }

    private async Task RunAsync(Guid tenant, CancellationToken ct)
    {
        try
        {
            var done = await run.RunAsync(tenant, ct);
            if (done.Cycles > 0) Log.Ran(logger, tenant, done.Cycles, done.Invoices);
        }
        catch (Exception e) when (e is InvariantViolatedException or PostgresException or TimeZoneNotFoundException)
        {
            // What is wrong with one business must not keep the others from their invoices.
            Log.Failed(logger, tenant, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3510, LogLevel.Information, "Billing of {Tenant}: {Cycles} cycles closed, {Invoices} invoices issued")]
        public static partial void Ran(ILogger logger, Guid tenant, int cycles, int invoices);

        [LoggerMessage(3511, LogLevel.Warning, "Billing stopped half-way ({Reason}) and goes on where it stopped in {Delay}")]
        public static partial void Postponed(ILogger logger, string reason, TimeSpan delay);

        [LoggerMessage(3512, LogLevel.Error, "Billing of {Tenant} failed; it is tried again, and the other businesses go on")]
        public static partial void Failed(ILogger logger, Guid tenant, Exception thrown);
    }
}
