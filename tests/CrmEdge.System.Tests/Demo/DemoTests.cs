using System.Text.Json.Nodes;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Demo;

/// <summary>The demo as a person starts it: every program real, every kill real.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(6);

    [Fact]
    public async Task Every_claim_holds_and_the_report_says_so()
    {
        using var folder = new TempFolder();
        var (code, report, output) = await PlayAsync(folder, "--seed", "7");
        Assert.True(code == 0, output);
        Assert.Equal(0, (int)report["claims_failed"]!);
        Assert.Equal((int)report["purchases_sent"]!, (int)report["purchases_booked"]!);
        Assert.Equal((int)report["usage_sent"]!, (int)report["usage_rated"]!);
        Assert.Equal((decimal)report["invoice_expected"]!, (decimal)report["invoice_total"]!);
        Assert.Equal((0, 0, 0m), ((int)report["lost"]!, (int)report["doubled"]!, (decimal)report["ledger_sum"]!));
        Assert.True((int)report["duplicates_sent"]! > 0 && (double)report["outage_seconds"]! > 0, output);
        Assert.Empty(Directory.GetDirectories(folder, "crme-*"));
    }

    [Fact]
    public async Task One_cent_more_in_one_row_fails_the_check_and_names_the_receipt()
    {
        using var folder = new TempFolder();
        var (code, report, output) = await PlayAsync(
            folder, "--tamper", "UPDATE purchase SET net = net + 1, total = total + 1 WHERE reference = 'R-00003'");
        Assert.True(code == 1, output);
        // The sum of all sales, and the one purchase; all else still holds.
        Assert.Equal(2, (int)report["claims_failed"]!);
        Assert.Contains("differ from their receipts: 1 (R-00003)", output, StringComparison.Ordinal);
    }

    private static async Task<(int Code, JsonNode Report, string Output)> PlayAsync(TempFolder folder, params string[] arguments)
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
        return (await demo.Exited, JsonNode.Parse(report)!, output);
    }
}
