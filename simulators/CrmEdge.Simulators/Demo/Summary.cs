using System.Globalization;
using CrmEdge.Simulators.Demo.Story;

namespace CrmEdge.Simulators.Demo;

/// <summary>The end of a run: what it came to, and where to look while everything still stands.</summary>
internal static class Summary
{
    /// <summary>Tells the figures and writes the report; 0 only if every claim held.</summary>
    public static int Tell(Stage stage, DemoOptions options)
    {
        var (figures, claims) = (stage.Figures, stage.Claims);
        (figures.Claims, figures.ClaimsFailed) = (claims.Made, claims.Failed);
        if (options.Report is not null) figures.Write(options.Report);
        stage.Screen.Title(Text($"{figures.PurchasesBooked} purchases, {figures.SpendsOk} paid from wallets, ")
            + Text($"{figures.SpendsRefused} spends refused, {figures.UsageRated} readings rated, ")
            + Text($"{figures.InvoiceTotal} € invoiced, {figures.DuplicatesSent} requests sent again; ")
            + Text($"lost {figures.Lost}, doubled {figures.Doubled}."));
        if (claims.Failed == 0) stage.Screen.Say($"All {claims.Made} claims held (seed {figures.Seed}).");
        else stage.Screen.Wrong($"{claims.Failed} of {claims.Made} claims did not hold (seed {figures.Seed}).");
        return claims.Failed == 0 ? 0 : 1;
    }

    /// <summary>Leaves everything running until somebody has seen enough.</summary>
    public static async Task StayAsync(Stage stage, CancellationToken stop)
    {
        var screen = stage.Screen;
        var keyFile = Path.Combine(stage.Folder, "business.key");
        screen.Title("Everything stays up until Ctrl-C. Look around:");
        screen.Say($"API document   {stage.Cloud.Rest}openapi/v2.json");
        screen.Say($"contacts       curl -H \"api_key: $(cat {keyFile})\" {stage.Cloud.Rest}backoffice/v2/contacts");
        screen.Say($"cloud          curl {stage.Cloud.Operations}health/ready {stage.Cloud.Operations}metrics");
        screen.Say($"store          curl {stage.Store.Status} {new Uri(stage.Store.Status, "/metrics")}");
        screen.Say($"hub            curl {stage.Hub.Status} {new Uri(stage.Hub.Status, "/local/devices")}");
        screen.Say($"books          PGPASSWORD=$(cat {stage.Cloud.PasswordFile}) psql \"{stage.Cloud.Books.Address}\"");
        screen.Say($"logs           {stage.Folder}");
        await Task.Delay(Timeout.InfiniteTimeSpan, stage.Time, stop);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
