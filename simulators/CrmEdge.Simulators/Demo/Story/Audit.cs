using CrmEdge.Simulators.Demo.Books;
using CrmEdge.Simulators.Demo.Cast;

namespace CrmEdge.Simulators.Demo.Story;

/// <summary>Holds what the till's log says was sent, and the sums worked by hand, against what the database holds.</summary>
internal sealed class Audit(string? tamper) : IStep
{
    public string Title => "The books are opened: what was sent, and what the cloud holds";

    public async Task RunAsync(Stage stage, CancellationToken ct)
    {
        await stage.Store.DrainedAsync(TimeSpan.FromSeconds(60), ct);
        await stage.Auditor.SettledAsync(ct);
        if (tamper is not null) await stage.Auditor.TamperAsync(tamper, ct);
        var books = await stage.Auditor.ReadAsync(ct);
        var till = TillBooks.Read(stage.Cashier.LogFile);
        Purchases(stage, till, books);
        Spends(stage, till);
        Wallets(stage, till, books);
        Usage(stage, books);
        Invoices(stage, books);
        Ledger(stage, books);
    }

    private static void Purchases(Stage stage, TillBooks till, CloudBooks books)
    {
        var made = till.Made.ToDictionary(receipt => receipt.Reference);
        var booked = books.Purchases.Where(purchase => purchase.State == "posted").ToLookup(purchase => purchase.Reference);
        List<string> lost = [.. made.Keys.Where(reference => !booked.Contains(reference))];
        List<string> doubled = [.. booked.Where(g => g.Count() > 1).Select(g => g.Key)];
        stage.Claims.Equal("Sales made at the till, and purchases booked", made.Count, booked.Sum(g => g.Count()));
        stage.Claims.None("Lost sales", lost);
        stage.Claims.None("Sales booked twice", doubled);
        stage.Claims.None("Declined sales booked all the same",
            till.Declined.Select(r => r.Reference).Where(booked.Contains));
        stage.Claims.Equal("Money at the till, and in the books",
            made.Values.Sum(r => r.Basket.Total), books.Purchases.Sum(p => p.Total));
        stage.Claims.None("Purchases that differ from their receipts", booked.SelectMany(g => g)
            .Where(p => made.TryGetValue(p.Reference, out var r) && (p.Total, p.Awarded) != (r.Basket.Total, r.Basket.Award))
            .Select(p => p.Reference));
        stage.Claims.None("Records set aside", books.SetAside);
        (stage.Figures.PurchasesSent, stage.Figures.PurchasesBooked) = (made.Count, booked.Sum(g => g.Count()));
        (stage.Figures.Lost, stage.Figures.Doubled) = (lost.Count, doubled.Count);
        stage.Figures.DuplicatesSent = till.Repeats;
    }

    private static void Spends(Stage stage, TillBooks till)
    {
        var paid = till.Made.Where(receipt => receipt.Spends).ToList();
        // One more customer pays, whose code is then tried again.
        stage.Claims.Equal("Cakes paid from wallets", PayWithCodes.ByOtp + PayWithCodes.ByToken + 1, paid.Count);
        foreach (var (what, expected, code) in stage.Refusals) stage.Claims.Equal($"Refused by name, {what}", expected, code);
        stage.Figures.SpendsOk = paid.Count;
        stage.Figures.SpendsRefused = till.Declined.Count(receipt => receipt.Spends);
    }

    private static void Wallets(Stage stage, TillBooks till, CloudBooks books)
    {
        var (people, cakes) = (InviteCustomers.Count, till.Made.Count(receipt => receipt.Spends));
        var awarded = till.Made.Sum(receipt => receipt.Basket.Award);
        var redeemed = books.Purchases.Where(p => p.Spent > 0).Sum(p => p.Spent);
        stage.Claims.Equal("Awards promised by the price list, and given", awarded, books.Purchases.Sum(p => p.Awarded));
        stage.Claims.Equal("Paid from wallets, by hand and in the books", cakes * Basket.Cake.Total, redeemed);
        stage.Claims.Equal("Left in all wallets, by hand and in the books",
            people * (Funds.Business + Funds.Cash) + awarded - cakes * Basket.Cake.Total,
            books.Money("wallet_business") + books.Money("wallet_cash") + books.Money("commerce_lot"));
    }

    private static void Usage(Stage stage, CloudBooks books)
    {
        var meters = FleetBooks.Read(stage.FleetFile);
        var planned = stage.Devices.Count * Plan.ReadingsPerDevice + Plan.ReadingsOverLimit + Plan.ReadingsResumed;
        stage.Claims.Equal("Readings planned, and acknowledged to the meters", planned, meters.Acked.Count);
        stage.Claims.Equal("Readings acknowledged, and rated", meters.Acked.Count, (int)books.Count("usage_rated"));
        (stage.Figures.UsageSent, stage.Figures.UsageRated) = (meters.Acked.Count, (int)books.Count("usage_rated"));
        stage.Figures.UsageRefused = meters.Refused;
        stage.Figures.DuplicatesSent += meters.Repeats;
    }

    private static void Invoices(Stage stage, CloudBooks books)
    {
        var expected = stage.Customers.ToDictionary(
            customer => customer.Code, customer => Plan.Of(customer, stage.Customers.Count).Total);
        var invoiced = books.Invoiced.ToLookup(invoice => invoice.Contact, invoice => invoice.Total);
        stage.Claims.Equal("Invoices, one for each subscription", stage.Customers.Count, (int)books.Count("invoices"));
        stage.Claims.None("Customers whose invoice is not the one worked by hand",
            expected.Keys.Where(code => !invoiced[code].SequenceEqual([expected[code]])));
        stage.Claims.Equal("Invoiced, by hand and in the books", expected.Values.Sum(), books.Money("invoice_total"));
        stage.Claims.Equal("Charges that are on no invoice", 0m, books.Count("charged_not_invoiced"));
        (stage.Figures.InvoiceExpected, stage.Figures.InvoiceTotal) = (expected.Values.Sum(), books.Money("invoice_total"));
    }

    private static void Ledger(Stage stage, CloudBooks books)
    {
        stage.Claims.Equal("Sum of the ledger", 0m, books.Money("ledger_sum"));
        stage.Claims.Equal("Accounts that differ from their transfers", 0m, books.Count("ledger_differences"));
        stage.Claims.Equal("Wallets below nothing", 0m, books.Count("overdrawn"));
        stage.Claims.Equal("Holds left behind", 0m, books.Count("holds_open"));
        stage.Figures.LedgerSum = books.Money("ledger_sum");
    }
}
