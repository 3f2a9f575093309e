namespace CrmEdge.Edge.Agent.Devices;

/// <summary>Listens to devices for as long as the agent runs.</summary>
internal sealed class DevicesWorker(DeviceListener listener, UsageIntake intake) : IHostedService
{
    private Task? _taking;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (listener.Mqtt is not { } mqtt) return Task.CompletedTask;
        mqtt.Start();
        _taking = intake.RunAsync(mqtt);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (listener.Mqtt is not { } mqtt) return;
        await mqtt.StopAsync();
        if (_taking is not null) await _taking;
    }
}
