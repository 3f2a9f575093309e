using System.Net;
using CrmEdge.Cloud.Core.Organisations;
using CrmEdge.Cloud.Host.Organisations;
using Microsoft.Extensions.DependencyInjection;
using static CrmEdge.Cloud.Core.Organisations.OrganisationType;

namespace CrmEdge.Cloud.Tests.Organisations;

public sealed class NetworkTests(CloudHost host)
{
    private static readonly (OrganisationType Child, OrganisationType Parent)[] Legal =
    [
        (ServiceOwner, Operator), (TransactionProcessor, Operator), (Business, ServiceOwner),
        (Organisation, Business), (Organisation, Organisation), (Merchant, Business), (Merchant, Organisation),
        (Venue, Business), (Venue, Organisation), (Venue, Merchant),
    ];

    [Fact]
    public void Only_these_stand_below_each_other()
    {
        var types = Enum.GetValues<OrganisationType>();
        var allowed = from child in types from parent in types
                      where NetworkRules.MayStandBelow(child, parent)
                      select (child, parent);
        Assert.Equal(Legal.Order(), allowed.Order());
    }

    [Theory]
    [InlineData("MERCHANT", "VENUE")]
    [InlineData("VENUE", "VENUE")]
    [InlineData("SERVICE_OWNER", "MERCHANT")]
    [InlineData("BUSINESS", "MERCHANT")]
    [InlineData("OPERATOR", "MERCHANT")]
    public async Task An_illegal_parent_is_400_and_says_which_are_legal(string type, string parentType)
    {
        var business = await host.NewBusinessAsync();
        var parent = await business.Api.CreateAsync(
            "organisations", new { type = parentType == "VENUE" ? "VENUE" : "MERCHANT", name = "P" });
        var answer = await business.Api.PostAsync("organisations", new
        {
            type, name = "Child", parent_id = parent, currency_code = type == "BUSINESS" ? "EUR" : null,
            country = type == "BUSINESS" ? "CYP" : null, time_zone = type == "BUSINESS" ? "UTC" : null,
        });
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.ILLEGALPARENTORGANISATIONEXCEPTION"),
            (answer.Status, answer.Error));
        Assert.Equal($"is a {parentType}", answer.Parameter("parent_id"));
    }

    [Fact]
    public async Task A_business_gets_a_live_and_a_test_tenant_with_its_currency_country_and_zone()
    {
        var business = await host.NewBusinessAsync();
        var rows = await host.SqlAsync($"""
            SELECT tenant, mode, currency, country, zone FROM tenant WHERE organisation = '{business.Id}' ORDER BY mode
            """);
        Assert.Equal($"{business.LiveTenant}|live|EUR|CYP|Europe/Nicosia\n{business.TestTenant}|test|EUR|CYP|Europe/Nicosia",
            rows);
    }

    [Fact]
    public async Task A_business_is_seen_by_itself_its_service_owner_and_the_platform_and_nobody_else()
    {
        var (business, other) = (await host.NewBusinessAsync(), await host.NewBusinessAsync());
        Assert.Equal(HttpStatusCode.OK, (await business.Api.GetAsync($"organisations/{business.Id}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await business.TestApi.GetAsync($"organisations/{business.Id}")).Status);
        var admin = host.Client(host.AdminKey);
        Assert.Equal(HttpStatusCode.OK, (await admin.GetAsync($"organisations/{business.Id}")).Status);
        var owner = await admin.PostAsync(
            "api_keys", new { organisation_id = business.ServiceOwner, kind = "SECRET", role = "READ", name = "o" });
        var seen = await host.Client(owner.Text("key")).GetAsync($"organisations?type=BUSINESS");
        Assert.Equal(business.Id, Assert.Single(seen.Content.EnumerateArray()).GetProperty("id").GetGuid());
        Assert.Equal(HttpStatusCode.NotFound, (await other.Api.GetAsync($"organisations/{business.Id}")).Status);
    }

    [Fact]
    public async Task A_new_name_is_seen_wherever_the_business_is()
    {
        var business = await host.NewBusinessAsync();
        Assert.Equal(HttpStatusCode.OK,
            (await business.Api.PutAsync($"organisations/{business.Id}", new { name = "Renamed" })).Status);
        foreach (var client in new[] { business.Api, business.TestApi, host.Client(host.AdminKey) })
            Assert.Equal("Renamed", (await client.GetAsync($"organisations/{business.Id}")).Text("name"));
    }

    [Fact]
    public async Task Type_code_and_parent_are_fixed()
    {
        var business = await host.NewBusinessAsync();
        var venue = await business.Api.CreateAsync("organisations", new { type = "VENUE", name = "V", code = "V1" });
        foreach (var change in new object[] { new { type = "MERCHANT" }, new { code = "V2" }, new { parent_id = host.NewId() } })
            Assert.Equal("CRM.EXCEPTIONS.IMMUTABLEATTRIBUTEEXCEPTION",
                (await business.Api.PutAsync($"organisations/{venue}", change)).Error);
        Assert.Equal(HttpStatusCode.OK,
            (await business.Api.PutAsync("organisations/V1", new { type = "VENUE", code = "V1", name = "W" })).Status);
    }

    [Fact]
    public async Task Who_keeps_books_is_made_with_a_live_key_of_role_approve()
    {
        var admin = host.Client(host.AdminKey);
        var test = await admin.PostAsync("api_keys", new { mode = "TEST", kind = "SECRET", role = "APPROVE", name = "t" });
        var operate = await admin.PostAsync("api_keys", new { kind = "SECRET", role = "OPERATE", name = "o" });
        var body = new { type = "SERVICE_OWNER", name = "New" };
        Assert.Equal("CRM.EXCEPTIONS.LIVEKEYREQUIREDEXCEPTION",
            (await host.Client(test.Text("key")).PostAsync("organisations", body)).Error);
        Assert.Equal(HttpStatusCode.Forbidden, (await host.Client(operate.Text("key")).PostAsync("organisations", body)).Status);
    }

    [Theory]
    [InlineData("currency_code", "XXX")]
    [InlineData("country", "Cyprus")]
    [InlineData("time_zone", "Nicosia")]
    [InlineData("currency_code", null)]
    public async Task A_business_needs_a_currency_a_country_and_a_zone_that_exist(string field, string? value)
    {
        var admin = host.Client(host.AdminKey);
        var owner = await admin.CreateAsync("organisations", new { type = "SERVICE_OWNER", name = "Owner" });
        var body = new Dictionary<string, object?>
        {
            ["type"] = "BUSINESS", ["name"] = "B", ["parent_id"] = owner, ["currency_code"] = "EUR", ["country"] = "CYP",
            ["time_zone"] = "Europe/Nicosia", [field] = value,
        };
        var answer = await admin.PostAsync("organisations", body);
        Assert.Equal("CRM.EXCEPTIONS.VALIDATIONEXCEPTION", answer.Error);
        Assert.NotNull(answer.Parameter(field));
    }

    [Fact]
    public async Task A_tap_stands_at_a_merchant_or_venue_and_is_found_by_its_code()
    {
        var business = await host.NewBusinessAsync();
        var merchant = await business.Api.CreateAsync("organisations", new { type = "MERCHANT", name = "M", code = "M" });
        var venue = await business.Api.CreateAsync(
            "organisations", new { type = "VENUE", name = "V", code = "V", parent_id = "M" });
        var tap = await business.Api.CreateAsync("taps", new { code = "T-0001", organisation_id = "V", name = "Till 1" });
        var refused = await business.Api.PostAsync("taps", new { code = "T-0002", organisation_id = business.Id });
        Assert.Equal("is a BUSINESS", refused.Parameter("organisation_id"));
        Assert.Equal(tap, (await business.Api.GetAsync("taps?code=T-0001")).Content[0].GetProperty("id").GetGuid());
        var place = await host.Services.GetRequiredService<TapDirectory>()
            .FindAsync(business.LiveTenant, "T-0001", TestContext.Current.CancellationToken);
        Assert.Equal((tap, venue, (Guid?)venue, (Guid?)merchant), (place!.Tap, place.Organisation, place.Venue, place.Merchant));
        Assert.Equal([Venue, Merchant, Business], place.Place.Select(s => s.Type));
    }

    [Fact]
    public async Task The_same_tap_code_at_two_businesses_is_each_ones_own()
    {
        var (one, two) = (await host.NewBusinessAsync(), await host.NewBusinessAsync());
        foreach (var business in new[] { one, two })
        {
            var venue = await business.Api.CreateAsync("organisations", new { type = "VENUE", name = "V" });
            await business.Api.CreateAsync("taps", new { code = "SHARED", organisation_id = venue });
        }
        var taps = host.Services.GetRequiredService<TapDirectory>();
        var ct = TestContext.Current.CancellationToken;
        var (first, second) = (await taps.FindAsync(one.LiveTenant, "SHARED", ct),
            await taps.FindAsync(two.LiveTenant, "SHARED", ct));
        Assert.NotEqual(first!.Tap, second!.Tap);
        Assert.Contains(first.Place, s => s.Id == one.Id);
        Assert.Contains(second.Place, s => s.Id == two.Id);
        Assert.Null(await taps.FindAsync(one.TestTenant, "SHARED", ct));
        Assert.Equal((await one.Api.GetAsync("taps/SHARED")).Id, first.Tap);
    }
}
