using CrmEdge.Cloud.Core.Organisations;
using static CrmEdge.Cloud.Tests.Usage.MeteredBusiness;

namespace CrmEdge.Cloud.Tests.Billing;

/// <summary>Months pass in test mode; invoices are what was charged.</summary>
public sealed class BillingRunTests(CloudHost host)
{
    private const int Day = 86_400;

    [Fact]
    public async Task Each_month_becomes_an_invoice_that_is_the_sum_of_its_charges_however_often_billing_runs()
    {
        var business = await MakeAsync(host, TenantMode.Test);
        var api = business.Api;
        var tax = await api.PostAsync("tax_rates", new { percent = 19 });
        Assert.Equal(System.Net.HttpStatusCode.Created, tax.Status);
        var device = await business.PairedAsync("S-1");
        await business.SendAsync(Reading(device, 1, "30"), Reading(device, 2, "3.3"));
        Assert.Equal((0, 0), await RunAsync(api));

        await AdvanceAsync(api, 32);
        Assert.Equal((1, 1), await RunAsync(api));
        Assert.Equal((0, 0), await RunAsync(api));
        var first = Assert.Single((await api.GetAsync($"invoices?contact_id={business.Contact}")).Content.EnumerateArray());
        Assert.Equal(
            ("INV-00000001", 2.91m, 0.55m),
            (first.GetProperty("number").GetString(), first.GetProperty("net").GetDecimal(), first.GetProperty("tax")
                .GetDecimal()));
        Assert.Equal(2.91m + 0.55m, await business.BalanceAsync());

        // Two months at once: one of them with a reading that came late, one without anything.
        await business.SendAsync(Reading(device, 3, "0.8"));
        await AdvanceAsync(api, 62);
        Assert.Equal((2, 1), await RunAsync(api));
        var invoices = (await api.GetAsync($"invoices?subscription_id={business.Subscription}&include_total=true")).Body;
        Assert.Equal(2, invoices.GetProperty("paging").GetProperty("total").GetInt32());
        var second = invoices.GetProperty("content")[1];
        Assert.Equal(("INV-00000002", 0.10m), (second.GetProperty("number").GetString(), second.GetProperty("net").GetDecimal()));
        Assert.Equal(34.1m, Assert.Single(second.GetProperty("lines").EnumerateArray()).GetProperty("quantity").GetDecimal());
        var one = await api.GetAsync($"invoices/{second.GetProperty("id").GetGuid()}");
        Assert.Equal(0.12m, one.Body.GetProperty("total").GetDecimal());

        Assert.Equal(
            await business.CountAsync("SELECT sum(net) FROM invoice WHERE tenant = {tenant}"),
            await business.CountAsync(
                "SELECT sum(t.amount) FROM ledger_transfer t WHERE t.tenant = {tenant} AND t.code = 'charge'"));
        Assert.Equal(
            0, await business.CountAsync("SELECT count(*) FROM period_usage WHERE tenant = {tenant} AND charged <> invoiced"));
        await business.BooksAreRightAsync();
    }

    private static async Task AdvanceAsync(ApiClient api, int days) =>
        Assert.Equal(
            System.Net.HttpStatusCode.OK,
            (await api.PostAsync("clock/actions", new { action = "ADVANCE", seconds = days * Day })).Status);

    private static async Task<(int Cycles, int Invoices)> RunAsync(ApiClient api)
    {
        var run = (await api.PostAsync("billing_runs", new { })).Body;
        return (run.GetProperty("cycles_closed").GetInt32(), run.GetProperty("invoices_issued").GetInt32());
    }
}
