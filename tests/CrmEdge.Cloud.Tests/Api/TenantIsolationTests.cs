using System.Net;

namespace CrmEdge.Cloud.Tests.Api;

public sealed class TenantIsolationTests(CloudHost host)
{
    [Fact]
    public async Task Rows_of_another_business_are_404_by_id_and_by_code_and_in_no_list()
    {
        var (ours, theirs) = (await host.NewBusinessAsync(), await host.NewBusinessAsync());
        var contact = await theirs.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "THEIRS" });
        var product = await theirs.Api.CreateAsync(
            "products", new { sku = "T1", name = "Tea", classification = "NON_TRACEABLE_PHYSICAL_GOOD" });
        var venue = await theirs.Api.CreateAsync("organisations", new { type = "VENUE", name = "V", code = "V-T" });
        var tap = await theirs.Api.CreateAsync("taps", new { code = "TAP-T", organisation_id = venue });
        foreach (var path in new[]
        {
            $"contacts/{contact}", "contacts/THEIRS", $"products/{product}", "products/T1", $"organisations/{venue}",
            "organisations/V-T", $"organisations/{theirs.Id}", $"taps/{tap}", "taps/TAP-T",
        })
        {
            Assert.Equal(HttpStatusCode.OK, (await theirs.Api.GetAsync(path)).Status);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, (await ours.Api.GetAsync(path)).Status));
        }
        Assert.Equal(HttpStatusCode.NotFound,
            (await ours.Api.PutAsync($"contacts/{contact}", new { first_name = "Eve" })).Status);
        Assert.Equal(HttpStatusCode.NotFound,
            (await ours.Api.PostAsync($"contacts/{contact}/cims", new { type = "GIFT_PASS", value = "GIFT1" })).Status);
        Assert.Equal(HttpStatusCode.NotFound,
            (await ours.Api.PostAsync("api_keys",
                new { organisation_id = theirs.Id, kind = "SECRET", role = "READ", name = "x" })).Status);
        foreach (var list in new[] { "contacts", "products", "taps" })
            Assert.Equal(0, (await ours.Api.GetAsync(list)).Content.GetArrayLength());
    }

    [Fact]
    public async Task What_is_made_in_test_mode_is_invisible_in_live_mode_and_the_other_way_round()
    {
        var business = await host.NewBusinessAsync();
        var test = await business.TestApi.CreateAsync("contacts", new { type = "PERSON", first_name = "Test", code = "SAME" });
        Assert.Equal(HttpStatusCode.NotFound, (await business.Api.GetAsync($"contacts/{test}")).Status);
        var live = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Live", code = "SAME" });
        Assert.Equal(HttpStatusCode.NotFound, (await business.TestApi.GetAsync($"contacts/{live}")).Status);
        Assert.Equal("Test", (await business.TestApi.GetAsync("contacts/SAME")).Text("first_name"));
    }
}
