namespace CrmEdge.Simulators.Demo.Story;

internal sealed class FinishStreaming : IStep
{
    private const int Again = 3;
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(2);

    public string Title => $"The meters finish while the cloud is away, and each sends its last {Again} readings again";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await Task.WhenAll(stage.Streaming.Select(streaming => streaming.Run)).WaitAsync(Most, stage.Time, ct);
        foreach (var (fleet, _) in stage.Streaming) await fleet.ResendAsync(Again, ct);
        var status = await stage.Hub.ReadAsync(ct);
        stage.Screen.Say($"all acknowledged; {status?.LastRecord - status?.Confirmed} records of the hub wait for the cloud");
    }
}
