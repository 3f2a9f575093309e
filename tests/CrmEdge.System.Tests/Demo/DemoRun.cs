using System.Text.Json.Nodes;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Demo;

/// <summary>One run of the demo and what it said.</summary>
internal sealed record DemoRun(int Code, JsonNode Report, string Output)
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(6);

    /// <summary>Plays it to its end; its data folder is made within <paramref name="folder"/>.</summary>
    public static async Task<DemoRun> PlayAsync(TempFolder folder, params string[] arguments)
    {
        var file = folder["report.json"];
        await using var demo = await TestProcess.RunAsync(
            ProcessPlan.Ours("CrmEdge.Simulators", ["demo", "--check", "--report", file, .. arguments]) with
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = folder },
            }, Most);
        var output = string.Join('\n', demo.Output.Concat(demo.Errors));
        Assert.True(File.Exists(file), output);
        var report = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        return new DemoRun(await demo.Exited, JsonNode.Parse(report)!, output);
    }
}
