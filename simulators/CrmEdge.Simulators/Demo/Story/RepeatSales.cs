using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class RepeatSales : IStep
{
    private const int Repeats = 10;

    public string Title => "A nervous till sends ten sales twice";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await stage.Store.LinkedAsync(ct);
        var same = 0;
        for (var i = 0; i < Repeats; i++)
        {
            var customer = stage.Customers[stage.Random.Next(stage.Customers.Count)];
            var sale = stage.Cashier.Ring(Basket.All[i % Basket.All.Count], new Means("card", customer.Card));
            var first = await stage.SellAsync(sale, ct);
            if (await stage.SellAsync(sale, ct) == first) same++;
        }
        stage.Claims.Equal("Repeated sales get their first answer again", Repeats, same);
    }
}
