using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class SellByEveryMeans : IStep
{
    public string Title => "The till sells to every customer, knowing them by each means of identification in turn";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        var made = new Dictionary<string, int>();
        foreach (var customer in stage.Customers)
        {
            var means = Means.All[customer.Number % Means.All.Count](customer);
            var basket = Basket.All[stage.Random.Next(Basket.All.Count)];
            var answer = await stage.SellAsync(stage.Cashier.Ring(basket, means), ct);
            if (answer.IsMade) made[means.Field] = made.GetValueOrDefault(means.Field) + 1;
        }
        stage.Screen.Say(string.Join(", ", made.Select(pair => $"{pair.Value} by {pair.Key}")));
    }
}
