using CrmEdge.Cloud.Host.Sync;
using static CrmEdge.Cloud.Tests.Usage.MeteredBusiness;

namespace CrmEdge.Cloud.Tests.Usage;

/// <summary>Readings over a real database: rated once, charged at once, set aside by name.</summary>
public sealed class UsageTests(CloudHost host)
{
    [Fact]
    public async Task Readings_are_charged_once_and_their_rows_point_to_the_charge()
    {
        var business = await MakeAsync(host);
        var device = await business.PairedAsync("S-1");
        var readings = Enumerable.Range(1, 30).Select(i => Reading(device, (ulong)i, "1.5")).ToArray();
        Assert.Equal(InboxEnd.Applied, (await business.SendAsync(readings)).End);
        Assert.Equal(InboxEnd.Applied, (await business.SendAsync(readings)).End);
        Assert.Equal(4.38m, await business.BalanceAsync());   // 45 kWh less 10 at 0.125 is 4.375
        Assert.Equal(30, await business.CountAsync("SELECT count(*) FROM usage_row WHERE tenant = {tenant}"));
        Assert.Equal(
            1, await business.CountAsync(
                "SELECT count(DISTINCT u.transfer) FROM usage_row u JOIN ledger_transfer t ON t.id = u.transfer "
            + "WHERE u.tenant = {tenant} AND t.amount = 438"));
        Assert.Equal(0, await business.CountAsync("SELECT count(*) FROM quarantine WHERE tenant = {tenant}"));
        await business.BooksAreRightAsync();
    }

    [Fact]
    public async Task In_one_run_what_can_be_rated_is_and_the_rest_is_set_aside_by_name()
    {
        var business = await MakeAsync(host);
        var device = await business.PairedAsync("S-1");
        var unreadable = Reading(device, 9, "");
        (unreadable.Unreadable, unreadable.UnreadableCode) = ("not json", "payload_not_json");
        await business.SendAsync(
            Reading(device, 1, "20"), Reading(device, 2, "1", meter: "gas"), Reading(device, 3, "-1"),
            Reading(business.NewId(), 1, "1"), unreadable, Reading(device, 4, "4"));
        Assert.Equal(1.75m, await business.BalanceAsync());
        Assert.Equal(4, await business.CountAsync(
            "SELECT count(*) FROM quarantine WHERE tenant = {tenant} "
            + "AND code IN ('meter_unknown', 'quantity_out_of_range', 'device_not_sold', 'reading_payload_not_json')"));
        Assert.Equal(4, await business.CountAsync("SELECT count(*) FROM quarantine WHERE tenant = {tenant}"));
    }

    [Fact]
    public async Task A_number_used_for_other_content_is_no_repeat()
    {
        var business = await MakeAsync(host);
        var device = await business.PairedAsync("S-1");
        await business.SendAsync(Reading(device, 1, "20"));
        Assert.Equal(InboxEnd.Applied, (await business.SendAsync(Reading(device, 1, "20.000"))).End);
        Assert.Equal("key_reused", (await business.SendAsync(Reading(device, 1, "21"))).Code);
        Assert.Equal("meter_unknown", (await business.SendAsync(Reading(device, 2, "1", "gas"))).Code);
        Assert.Equal(1.25m, await business.BalanceAsync());
        await business.SendAsync(Reading(device, 2, "1"), Reading(device, 2, "2"), Reading(device, 3, "1"), Reading(device, 3, "1"));
        Assert.Equal(1.50m, await business.BalanceAsync());
        Assert.Equal(1, await business.CountAsync("SELECT count(*) FROM quarantine WHERE tenant = {tenant} AND code = 'key_reused'"));
    }

    [Fact]
    public async Task Beyond_the_credit_limit_every_device_is_suspended_and_a_payment_resumes_them()
    {
        var business = await MakeAsync(host);
        var (first, second) = (await business.PairedAsync("S-1"), await business.PairedAsync("S-2"));
        await business.Api.PutAsync($"contacts/{business.Contact}/account", new { credit_limit = 1.00m });
        var before = (await business.SnapshotAsync(0))!.Value;
        Assert.Null(await business.SnapshotAsync(before.Version));
        await business.SendAsync(Reading(first, 1, "50"));
        Assert.Equal(("SUSPENDED", 2, "ACCEPTED"), await business.StateAsync(first));
        Assert.Equal(("SUSPENDED", 2, "ACCEPTED"), await business.StateAsync(second));
        var snapshot = (await business.SnapshotAsync(before.Version))!.Value;
        Assert.Equal(2, snapshot.Rows.Count(r => r is { State: Contracts.Devices.DeviceState.Suspended, Version: 2 }));

        // What the hub had taken before it heard is rated all the same.
        Assert.Equal(InboxEnd.Applied, (await business.SendAsync(Reading(second, 1, "8"))).End);
        Assert.Equal(6.00m, await business.BalanceAsync());
        await business.ReportAsync(first, 2, Contracts.Devices.DeviceState.Suspended);
        Assert.Equal(("SUSPENDED", 2, "APPLIED"), await business.StateAsync(first));

        var id = business.NewId();
        for (var i = 0; i < 2; i++)
        {
            var paid =
                await business.Api.PostAsync(
                    "payments", new { id, contact_id = business.Contact, amount = 5.00m, method = "CASH" });
            Assert.Equal(1.00m, paid.Body.GetProperty("balance").GetDecimal());
        }
        Assert.Equal(("ENABLED", 3, "ACCEPTED"), await business.StateAsync(first));
        Assert.Equal(("ENABLED", 3, "ACCEPTED"), await business.StateAsync(second));
        var empty =
            await business.Api.PostAsync(
                "payments", new { contact_id = business.Contact, amount = 1.00m, method = "CRM_WALLET" });
        Assert.Equal("CRM.EXCEPTIONS.WALLETBALANCENOTENOUGHEXCEPTION", empty.Error);
        await business.BooksAreRightAsync();
    }

    [Fact]
    public async Task Two_versions_of_a_price_from_the_same_instant_on_are_refused_by_name()
    {
        var business = await MakeAsync(host);
        var version = new { currency_code = "EUR", model = "FLAT", tiers = new[] { new { from = 1, price = 0.2m } }, effective_on = 1_800_000_000 };
        await business.Api.CreateAsync("products/kwh/usage_prices", version);
        var again = await business.Api.PostAsync("products/kwh/usage_prices", version);
        Assert.Equal((System.Net.HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.PRICEALREADYEXISTSEXCEPTION"), (again.Status, again.Error));
        Assert.Equal("is taken", again.Parameter("effective_on"));
        var other = new { version.currency_code, version.model, version.tiers, effective_on = version.effective_on + 1 };
        await business.Api.CreateAsync("products/kwh/usage_prices", other);
        Assert.Equal(3, (await business.Api.GetAsync("products/kwh/usage_prices")).Content.GetArrayLength());
    }

    [Fact]
    public async Task A_price_with_a_gap_is_refused_and_every_mistake_named()
    {
        var business = await MakeAsync(host);
        var answer = await business.Api.PostAsync("products/kwh/usage_prices", new
        {
            currency_code = "EUR", model = "TIERED",
            tiers = new object[] { new { from = 1, to = 10, price = 1 }, new { from = 12, to = 20, price = -1 } },
        });
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("tier_gap: units 11 to 11", answer.Parameter("tiers[1]"), StringComparison.Ordinal);
    }
}
