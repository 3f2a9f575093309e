using CrmEdge.Simulators.Demo.Cast;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class PairDevices : IStep
{
    public string Title =>
        "Each customer subscribes to power, and " +
        $"{InviteCustomers.Count * Plan.DevicesPerSubscription} meters are paired at the hub";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await OfferAsync(stage, ct);
        foreach (var customer in stage.Customers)
        {
            var subscription = await stage.Business.PostAsync(
                "/subscriptions", new { ContactId = customer.Id, Services = new[] { new { Product = Stage.Meter } } }, ct);
            for (var i = 1; i <= Plan.DevicesPerSubscription; i++)
                stage.Devices.Add(await PairAsync(stage, customer, subscription.Id, $"M{customer.Number:0000}-{i}", ct));
        }
        stage.Screen.Say($"{stage.Devices.Count} meters know their user names and passwords");
    }

    private static async Task OfferAsync(Stage stage, CancellationToken ct)
    {
        await stage.Business.PostAsync("/tax_rates", new { Percent = Plan.TaxPercent }, ct);
        await stage.Business.PostAsync("/products", new
        {
            Sku = Stage.Meter, Name = "Power", Classification = "USAGE_SERVICE", TypeComposition = "FLAT",
        }, ct);
        await stage.Business.PostAsync($"/products/{Stage.Meter}/usage_prices", new
        {
            CurrencyCode = "EUR", Model = "TIERED", Plan.Allowance, Unit = "kWh",
            Tiers = new object[]
            {
                new { From = 1m, To = Plan.FirstUnits, Price = Plan.FirstPrice },
                new { From = Plan.FirstUnits + 1, Price = Plan.FurtherPrice },
            },
        }, ct);
    }

    private static async Task<Device> PairAsync(
        Stage stage, Customer customer, Guid subscription, string serial, CancellationToken ct)
    {
        var device = await stage.Business.PostAsync("/devices", new { SerialNumber = serial }, ct);
        await stage.Business.PostAsync($"/subscriptions/{subscription}/devices", new { DeviceId = device.Id }, ct);
        var login = await stage.Hub.PairAsync(serial, ct);
        stage.Secrets.Add("device-password", login.Password);
        return new Device(device.Id, customer, Plan.Of(customer, InviteCustomers.Count), login);
    }
}
