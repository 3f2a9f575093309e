namespace CrmEdge.Simulators.Demo.Story;

internal sealed class CloudReturns : IStep
{
    private static readonly TimeSpan DrainMost = TimeSpan.FromSeconds(120);

    public string Title => "The cloud returns, and the journals drain";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await stage.Cloud.StartAsync(ct);
        var back = stage.Time.GetTimestamp();
        stage.Figures.OutageSeconds = Seconds(stage.Time.GetElapsedTime(stage.OutageBegan, back));
        await stage.Store.DrainedAsync(DrainMost, ct);
        await stage.Hub.DrainedAsync(DrainMost, ct);
        await stage.Auditor.SettledAsync(ct);
        stage.Figures.DrainSeconds = Seconds(stage.Time.GetElapsedTime(back));
        stage.Screen.Say($"away for {stage.Figures.OutageSeconds} s, " +
            $"drained and booked {stage.Figures.DrainSeconds} s after its return");
    }

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 1);
}
