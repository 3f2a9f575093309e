using CrmEdge.Simulators.Demo.Cast;
using CrmEdge.Simulators.Demo.Counter;
using CrmEdge.Simulators.Demo.Machines;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class RefuseBadCodes : IStep
{
    // A step of 30 seconds and one of tolerance on either side have passed by then.
    private static readonly TimeSpan Ago = TimeSpan.FromMinutes(5);

    public string Title => "A wrong, a reused and two expired codes are refused, each by name";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        var (wrong, reused, late) = (stage.Customers[20], stage.Customers[21], stage.Customers[22]);
        var now = stage.Time.GetUtcNow();
        await TryAsync(stage, "a wrong one-time code", "otp_wrong", wrong, OneTimeCode.WrongAt(wrong.OtpSecret, now), ct);
        var code = OneTimeCode.At(reused.OtpSecret, stage.Time.GetUtcNow());
        await stage.SellAsync(stage.Cashier.Ring(Basket.Cake, new Means("loyalty", reused.Loyalty), code, spends: true), ct);
        await TryAsync(stage, "a reused one-time code", "otp_used", reused, code, ct);
        await TryAsync(stage, "an expired one-time code", "otp_expired", late, OneTimeCode.At(late.OtpSecret, now - Ago), ct);
        await ExpiredTokenAsync(stage, ct);
    }

    private static async Task ExpiredTokenAsync(Stage stage, CancellationToken ct)
    {
        // It was issued a scene ago; whatever is left of its life passes first.
        await Task.Delay(Cloud.TokenLife, stage.Time, ct);
        var sale = stage.Cashier.Ring(Basket.Cake, new Means("token", stage.ForgottenToken!.AlternativeToken), spends: true);
        var answer = await stage.SellAsync(sale, ct);
        stage.Refusals.Add(("an expired spend token", "token_expired", answer.Code));
    }

    private static async Task TryAsync(
        Stage stage, string what, string expected, Customer customer, string code, CancellationToken ct)
    {
        var sale = stage.Cashier.Ring(Basket.Cake, new Means("loyalty", customer.Loyalty), code, spends: true);
        var answer = await stage.SellAsync(sale, ct);
        stage.Refusals.Add((what, expected, answer.Code));
    }
}
