using CrmEdge.Simulators.Demo.BackOffice;
using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class PayWithCodes : IStep
{
    /// <summary>Customers who pay with the one-time code of their app, beside a card, phone or loyalty id.</summary>
    public const int ByOtp = 12;

    /// <summary>Customers who show a spend token.</summary>
    public const int ByToken = 4;

    private static readonly Func<Customer, Means>[] Shown =
        [c => new("card", c.Card), c => new("track", c.Track), c => new("phone", c.Phone), c => new("loyalty", c.Loyalty)];

    public string Title => "Some buy a birthday cake and pay from their wallets, by one-time code or token";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        stage.ForgottenToken = await TokenAsync(stage, stage.Customers[^1], ct);
        var paid = 0;
        foreach (var customer in stage.Customers.Take(ByOtp))
        {
            var means = Shown[customer.Number % Shown.Length](customer);
            var code = OneTimeCode.At(customer.OtpSecret, stage.Time.GetUtcNow());
            var answer = await stage.SellAsync(stage.Cashier.Ring(Basket.Cake, means, code, spends: true), ct);
            if (answer.IsMade) paid++;
        }
        foreach (var customer in stage.Customers.Skip(ByOtp).Take(ByToken))
        {
            var token = await TokenAsync(stage, customer, ct);
            var answer = await stage.SellAsync(
                stage.Cashier.Ring(Basket.Cake, new Means("token", token.AlternativeToken), spends: true), ct);
            if (answer.IsMade) paid++;
        }
        stage.Screen.Say($"{paid} cakes paid: rewards first, then the pocket with the business, the rest in cash");
    }

    private static async Task<SpendToken> TokenAsync(Stage stage, Customer customer, CancellationToken ct)
    {
        var token = await stage.Business.PostAsync<SpendToken>($"/contacts/{customer.Id}/tokens", new { Intent = "SPEND" }, ct);
        stage.Secrets.Add("token", token.Value);
        stage.Secrets.Add("token", token.AlternativeToken);
        return token;
    }
}
