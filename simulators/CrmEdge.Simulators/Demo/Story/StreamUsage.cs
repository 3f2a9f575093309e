using CrmEdge.Simulators.Demo.Cast;

namespace CrmEdge.Simulators.Demo.Story;

/// <summary>Begins to stream, and lets the story go on meanwhile.</summary>
internal sealed class StreamUsage : IStep
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public string Title => "The meters begin to stream what they measure";

    public Task RunAsync(Stage stage, CancellationToken ct)
    {
        foreach (var group in stage.Devices.GroupBy(device => device.Plan.Reading))
        {
            var fleet = stage.Fleet([.. group], group.Key, Plan.ReadingsPerDevice, Pause);
            stage.Streaming.Add((fleet, fleet.RunAsync(ct)));
        }
        stage.Screen.Say($"{stage.Devices.Count} meters, " +
            $"{Plan.ReadingsPerDevice} readings each, acknowledged only once they are on the hub's disk");
        return Task.CompletedTask;
    }
}
