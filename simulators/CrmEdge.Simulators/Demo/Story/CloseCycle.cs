using CrmEdge.Simulators.Demo.BackOffice;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class CloseCycle : IStep
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(32);
    private static readonly TimeSpan DrainMost = TimeSpan.FromSeconds(60);

    public string Title => "A month passes on the test clock, the cycle closes, invoices are issued";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await stage.Hub.DrainedAsync(DrainMost, ct);
        await stage.Auditor.SettledAsync(ct);
        await stage.Business.PostAsync<ClockAnswer>(
            "/clock/actions", new { Action = "ADVANCE", Seconds = (long)Month.TotalSeconds }, ct);
        var run = await stage.Business.PostAsync<BillingAnswer>("/billing_runs", new { }, ct);
        stage.Screen.Say($"{run.CyclesClosed} cycles closed, {run.InvoicesIssued} invoices issued");
        var again = await stage.Business.PostAsync<BillingAnswer>("/billing_runs", new { }, ct);
        stage.Claims.Equal("Invoices that a second run adds", 0, again.InvoicesIssued);
    }
}
