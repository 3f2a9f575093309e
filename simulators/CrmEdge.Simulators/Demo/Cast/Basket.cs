namespace CrmEdge.Simulators.Demo.Cast;

/// <summary>
/// What a customer puts on the counter, in euros. Tax and the award of 5 % stand here as worked by hand: nothing the product
/// computes goes into what is expected of it.
/// </summary>
/// <param name="Sku">The till's code.</param>
/// <param name="Name">What the receipt says.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="Net">Without tax.</param>
/// <param name="Tax">19 %, as the till rounds it.</param>
/// <param name="Total">Net and tax.</param>
/// <param name="Award">5 % of the total.</param>
internal sealed record Basket(string Sku, string Name, int Quantity, decimal Net, decimal Tax, decimal Total, decimal Award)
{
    public static IReadOnlyList<Basket> All { get; } =
    [
        new("CAPP", "Cappuccino", 2, 6.05m, 1.15m, 7.20m, 0.36m),
        new("SAND", "Sandwich", 1, 3.36m, 0.64m, 4.00m, 0.20m),
        new("BEAN", "Coffee beans 500 g", 1, 10.59m, 2.01m, 12.60m, 0.63m),
        new("CAKE", "Birthday cake", 1, 20.84m, 3.96m, 24.80m, 1.24m),
    ];

    public static Basket Cake => All[^1];
}
