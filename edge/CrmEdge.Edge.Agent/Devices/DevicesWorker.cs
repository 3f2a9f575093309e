namespace CrmEdge.Edge.Agent.Devices;

/// <summary>Listens to devices for as long as the agent runs. A fault of the intake stops the agent: unheard is unbilled.</summary>
internal sealed class DevicesWorker(DeviceListener listener, UsageIntake intake) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        listener.Mqtt?.Start();
        return base.StartAsync(cancellationToken);
    }

    // The intake ends when the listener has handed over its last message, not before.
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (listener.Mqtt is { } mqtt) await mqtt.StopAsync();
        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        listener.Mqtt is { } mqtt ? intake.RunAsync(mqtt) : Task.CompletedTask;
}
