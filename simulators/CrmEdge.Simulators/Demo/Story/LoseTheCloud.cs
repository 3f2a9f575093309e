using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class LoseTheCloud : IStep
{
    private const int Sales = 40;
    private const int KillAt = Sales / 2;

    public string Title => "The cloud is killed (-9): the till goes on selling; then its edge is killed too, mid-sale";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await stage.Cloud.KillAsync();
        stage.OutageBegan = stage.Time.GetTimestamp();
        var accepted = 0;
        for (var i = 0; i < Sales; i++)
        {
            var sale = stage.Cashier.Ring(
                Basket.All[stage.Random.Next(Basket.All.Count)], Means.All[i % Means.All.Count](Anybody(stage)));
            var answer = i == KillAt ? await SellThroughKillAsync(stage, sale, ct) : await stage.SellAsync(sale, ct);
            if (answer.IsMade) accepted++;
        }
        await RefuseToSpendAsync(stage, ct);
        stage.Screen.Say($"{accepted} sales accepted, each on the store's disk before the till was answered");
    }

    // The till asks while its edge dies, and repeats the sale until the restarted edge answers.
    private static async Task<SaleAnswer> SellThroughKillAsync(Stage stage, Sale sale, CancellationToken ct)
    {
        var selling = stage.SellAsync(sale, ct);
        await stage.Store.KillAsync();
        await stage.Store.StartAsync(ct);
        return await selling;
    }

    private static async Task RefuseToSpendAsync(Stage stage, CancellationToken ct)
    {
        var customer = stage.Customers[30];
        var code = OneTimeCode.At(customer.OtpSecret, stage.Time.GetUtcNow());
        var answer = await stage.SellAsync(
            stage.Cashier.Ring(Basket.Cake, new Means("loyalty", customer.Loyalty), code, spends: true), ct);
        stage.Refusals.Add(("spending while the cloud is away", "offline_no_spend", answer.Code));
    }

    private static Customer Anybody(Stage stage) => stage.Customers[stage.Random.Next(stage.Customers.Count)];
}
