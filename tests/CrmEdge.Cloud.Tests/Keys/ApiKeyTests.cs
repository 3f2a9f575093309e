using System.Net;

namespace CrmEdge.Cloud.Tests.Keys;

public sealed class ApiKeyTests(CloudHost host)
{
    [Fact]
    public async Task A_key_is_stored_as_its_hash_alone()
    {
        var business = await host.NewBusinessAsync();
        var dump = await host.SqlAsync($"SELECT k::text FROM api_key k WHERE tenant = '{business.LiveTenant}'");
        Assert.DoesNotContain(business.LiveKey, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(business.LiveKey[^20..], dump, StringComparison.Ordinal);
        var hash = Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(business.LiveKey)));
        Assert.Contains(hash, dump, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("READ", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("OPERATE", HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Forbidden)]
    [InlineData("APPROVE", HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Created)]
    public async Task Each_role_may_do_what_the_ones_below_it_may(
        string role, HttpStatusCode read, HttpStatusCode operate, HttpStatusCode approve)
    {
        var business = await host.NewBusinessAsync();
        var client = await business.ClientAsync(role);
        Assert.Equal(read, (await client.GetAsync("contacts")).Status);
        Assert.Equal(operate, (await client.PostAsync("contacts", new { type = "PERSON", first_name = "Ada" })).Status);
        Assert.Equal(approve, (await client.PostAsync("api_keys", new { kind = "SECRET", role = "READ", name = "n" })).Status);
    }

    [Fact]
    public async Task A_role_that_is_too_low_is_told_which_one_is_needed()
    {
        var business = await host.NewBusinessAsync();
        var answer = await (await business.ClientAsync("READ")).PostAsync("contacts", new { });
        Assert.Equal("CRM.EXCEPTIONS.FORBIDDENEXCEPTION", answer.Error);
        Assert.Contains("OPERATE", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_key_opens_nothing_in_the_back_office()
    {
        var business = await host.NewBusinessAsync();
        var client = await business.ClientAsync("APPROVE", "PUBLIC");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync("contacts")).Status);
    }

    [Fact]
    public async Task A_revoked_key_is_dead_at_once()
    {
        var business = await host.NewBusinessAsync();
        var issued = await business.Api.PostAsync("api_keys", new { kind = "SECRET", role = "READ", name = "n" });
        var client = host.Client(issued.Text("key"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("contacts")).Status);
        Assert.Equal(HttpStatusCode.OK,
            (await business.Api.PostAsync($"api_keys/{issued.Id}/actions", new { action = "REVOKE" })).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("contacts")).Status);
    }

    [Fact]
    public async Task A_test_key_issues_no_live_key()
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.TestApi.PostAsync(
            "api_keys", new { mode = "LIVE", kind = "SECRET", role = "READ", name = "n" });
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.LIVEKEYREQUIREDEXCEPTION"), (answer.Status, answer.Error));
    }

    [Theory]
    [InlineData("VENUE")]
    [InlineData("MERCHANT")]
    public async Task An_organisation_without_users_gets_no_key(string type)
    {
        var business = await host.NewBusinessAsync();
        var place = await business.Api.CreateAsync("organisations", new { type, name = "Place" });
        var answer = await business.Api.PostAsync(
            "api_keys", new { organisation_id = place, kind = "SECRET", role = "READ", name = "n" });
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.ORGANISATIONWITHOUTUSERSEXCEPTION"),
            (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Who_did_what_is_kept_and_can_be_filtered()
    {
        var business = await host.NewBusinessAsync();
        var contact = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        await business.Api.PutAsync($"contacts/{contact}", new { first_name = "Augusta" });
        var audit = await business.Api.GetAsync($"audit?subject_id={contact}&sort=at");
        Assert.Equal(["contact.create", "contact.change"],
            audit.Content.EnumerateArray().Select(a => a.GetProperty("action").GetString()));
        Assert.All(audit.Content.EnumerateArray(), a =>
            Assert.Equal("test", a.GetProperty("actor").GetProperty("name").GetString()));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await business.ClientAsync("OPERATE")).GetAsync("audit")).Status);
    }

    [Fact]
    public async Task A_request_that_is_refused_leaves_no_trace_in_the_audit()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        await business.Api.PostAsync("contacts", new { id, type = "PERSON", first_name = "Ada" });
        Assert.Equal(1, (await business.Api.GetAsync($"audit?subject_id={id}")).Content.GetArrayLength());
    }
}
