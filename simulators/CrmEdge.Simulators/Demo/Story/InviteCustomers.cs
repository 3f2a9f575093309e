using CrmEdge.Simulators.Demo.BackOffice;
using CrmEdge.Simulators.Demo.Cast;

namespace CrmEdge.Simulators.Demo.Story;

internal sealed class InviteCustomers : IStep
{
    public const int Count = 50;

    private static readonly string[] Names =
        ["Maria", "Andreas", "Eleni", "Yiorgos", "Sofia", "Nikos", "Anna", "Petros", "Despina", "Christos", "Irini", "Kostas"];

    public string Title => $"{Count} customers join with card, phone, email, loyalty id and gift pass, and fill their wallets";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        for (var number = 1; number <= Count; number++)
        {
            var customer = new Customer(number, Names[stage.Random.Next(Names.Length)]);
            await InviteAsync(stage, customer, ct);
            stage.Customers.Add(customer);
            stage.Secrets.Add(customer, stage.Time.GetUtcNow());
        }
        stage.Screen.Say($"each has {Funds.Business:0.00} € with the business and {Funds.Cash:0.00} € in cash");
    }

    private static async Task InviteAsync(Stage stage, Customer customer, CancellationToken ct)
    {
        customer.Id = (await stage.Business.PostAsync("/contacts", new
        {
            customer.Code, Type = "PERSON", customer.FirstName, LastName = "Demo",
            Emails = new[] { new { EmailAddress = customer.Email } },
            Phones = new[] { new { Type = "MOBILE", Number = customer.Phone } },
            LoyaltyIdentifiers = new[] { new { Identifier = customer.Loyalty } },
            Cims = new[] { new { Type = "CARD", Value = customer.Card }, new { Type = "GIFT_PASS", Value = customer.GiftPass } },
        }, ct)).Id;
        var contact = await stage.Business.GetAsync<ContactAnswer>($"/contacts/{customer.Id}", ct);
        var wallet = contact.Wallet ?? throw new DemoException($"Contact {customer.Code} has no wallet.");
        (customer.WalletId, customer.WalletCode) = (wallet.Id, wallet.Code);
        customer.OtpSecret = OneTimeCode.FromBase32(
            (await stage.Business.PostAsync<OtpSecret>($"/wallets/{wallet.Id}/otp", new { }, ct)).Secret);
        await stage.Business.PostAsync("/topups", new { WalletId = wallet.Id, Amount = Funds.Business }, ct);
        await stage.Platform.PostAsync("/topups", new { WalletId = wallet.Id, Amount = Funds.Cash }, ct);
    }
}
