using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Demo;

/// <summary>The demo as a person starts it: every program real, every kill real.</summary>
[Collection("demo")]
public sealed class DemoTests
{
    [Fact]
    public async Task Every_claim_holds_and_the_report_says_so()
    {
        using var folder = new TempFolder();
        var (code, report, output) = await DemoRun.PlayAsync(folder, "--seed", "7");
        Assert.True(code == 0, output);
        Assert.Equal(0, (int)report["claims_failed"]!);
        Assert.Equal((int)report["purchases_sent"]!, (int)report["purchases_booked"]!);
        Assert.Equal((int)report["usage_sent"]!, (int)report["usage_rated"]!);
        Assert.Equal((decimal)report["invoice_expected"]!, (decimal)report["invoice_total"]!);
        Assert.Equal((0, 0, 0m), ((int)report["lost"]!, (int)report["doubled"]!, (decimal)report["ledger_sum"]!));
        Assert.True((int)report["duplicates_sent"]! > 0 && (double)report["outage_seconds"]! > 0, output);
        Assert.Empty(Directory.GetDirectories(folder, "crme-*"));
    }
}
