namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Runs the ledger and its sweeper for as long as the host runs.</summary>
internal sealed class LedgerWorker(PartitionedLedger ledger, HoldSweeper sweeper) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await ledger.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await ledger.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await sweeper.RunAsync(stoppingToken);
}
