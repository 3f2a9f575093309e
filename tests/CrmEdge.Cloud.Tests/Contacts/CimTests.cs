using System.Net;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Cloud.Host.Keys;
using CrmEdge.Kernel;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Contacts;

public sealed class CimTests(CloudHost host)
{
    private const string Card = "4111111111111111";
    private const string Taken = "CRM.EXCEPTIONS.CIMALREADYEXISTSFORANOTHERCONTACTEXCEPTION";

    public static TheoryData<string, string, string> Kinds => new()
    {
        { "CARD", Card, "4111 1111-1111 1111" },
        { "PHONE", "+35799123456", "00357 99 123456" },
        { "EMAIL", "ada@example.org", " ADA@example.ORG " },
        { "LOYALTY_IDENTIFIER", "GOLD-12345", "gold 12345" },
        { "GIFT_PASS", "GIFT-7788", "gift7788" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_contact_is_found_by_each_kind_however_it_is_written(string type, string value, string otherwise)
    {
        var business = await host.NewBusinessAsync();
        var id = await NewContactAsync(business, type, value);
        Assert.Equal(id, (await business.Api.PostAsync("contacts/identify", new { type, value })).Id);
        Assert.Equal(id, (await business.Api.PostAsync("contacts/identify", new { type, value = otherwise })).Id);
        Assert.Equal(HttpStatusCode.NotFound,
            (await business.TestApi.PostAsync("contacts/identify", new { type, value })).Status);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_second_holder_is_refused_and_nothing_of_it_remains(string type, string value, string otherwise)
    {
        var (business, other) = (await host.NewBusinessAsync(), await host.NewBusinessAsync());
        await NewContactAsync(business, type, value);
        var answer = await business.Api.PostAsync("contacts", Body(type, otherwise));
        Assert.Equal((HttpStatusCode.BadRequest, Taken), (answer.Status, answer.Error));
        Assert.Equal(1, (await business.Api.GetAsync("contacts")).Content.GetArrayLength());
        // Another business has contacts of its own.
        await NewContactAsync(other, type, value);
    }

    [Fact]
    public async Task The_same_digits_as_card_and_as_loyalty_identifier_are_two_things()
    {
        var business = await host.NewBusinessAsync();
        var holder = await NewContactAsync(business, "CARD", Card);
        var other = await NewContactAsync(business, "LOYALTY_IDENTIFIER", Card);
        Assert.Equal(holder, (await business.Api.PostAsync("contacts/identify", new { type = "CARD", value = Card })).Id);
        var read = (await business.Api.GetAsync($"contacts/{other}")).Body.GetProperty("loyalty_identifiers")[0];
        Assert.Null(read.GetProperty("identifier").GetString());
    }

    [Fact]
    public async Task Many_at_once_for_the_same_phone_leave_one_holder()
    {
        var business = await host.NewBusinessAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(_ => business.Api.PostAsync("contacts", Body("PHONE", "+35799000001"))));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal(Taken, a.Error));
    }

    [Fact]
    public async Task One_is_added_again_without_effect_and_taken_away_for_another_to_have()
    {
        var business = await host.NewBusinessAsync();
        var first = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        var second = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Bob" });
        var cim = new { type = "CARD", value = Card };
        var id = await business.Api.CreateAsync($"contacts/{first}/cims", cim);
        Assert.Equal(id, await business.Api.CreateAsync($"contacts/{first}/cims", cim));
        Assert.Equal(Taken, (await business.Api.PostAsync($"contacts/{second}/cims", cim)).Error);
        Assert.Equal(HttpStatusCode.NotFound, (await business.Api.DeleteAsync($"contacts/{second}/cims/{id}")).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await business.Api.DeleteAsync($"contacts/{first}/cims/{id}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await business.Api.PostAsync("contacts/identify", cim)).Status);
        await business.Api.CreateAsync($"contacts/{second}/cims", cim);
        Assert.Equal(second, (await business.Api.PostAsync("contacts/identify", cim)).Id);
    }

    [Theory]
    [InlineData("email_address=ada%40example.org")]
    [InlineData("phone=99123456")]
    [InlineData("phone=%2B35799123456")]
    [InlineData("loyalty_identifier=gold1")]
    [InlineData("search_value=love")]
    [InlineData("search_value=ada%20love")]
    [InlineData("code=ADA")]
    public async Task A_list_finds_by_exact_identification_and_by_part_of_a_name(string query)
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", first_name = "Ada", last_name = "Lovelace", code = "ADA",
            emails = new[] { new { email_address = "ada@example.org" } }, phones = new[] { new { number = "+357 99 123456" } },
            loyalty_identifiers = new[] { new { identifier = "GOLD-1" } },
        });
        await business.Api.CreateAsync("contacts", new { type = "COMPANY", company_name = "Other" });
        var found = await business.Api.GetAsync($"contacts?{query}");
        Assert.Equal(id, Assert.Single(found.Content.EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task After_a_rotation_old_values_are_found_kept_unique_and_hashed_anew_when_presented()
    {
        var business = await host.NewBusinessAsync();
        var presented = await NewContactAsync(business, "CARD", Card);
        await NewContactAsync(business, "PHONE", "+35799000002");
        Assert.Equal(2, (await business.Api.PostAsync("cim_keys", new { })).Body.GetProperty("id").GetInt32());
        Assert.Equal(Taken, (await business.Api.PostAsync("contacts", Body("PHONE", "+35799000002"))).Error);
        Assert.Equal(presented, (await business.Api.PostAsync("contacts/identify", new { type = "CARD", value = Card })).Id);
        Assert.Equal("1 1", await ValuesAsync(business));
        Assert.Equal(presented, (await business.Api.PostAsync("contacts/identify", new { type = "CARD", value = Card })).Id);
        var inUse = await business.Api.PostAsync("cim_keys/1/actions", new { action = "RETIRE" });
        Assert.Equal(("CRM.EXCEPTIONS.CIMKEYINUSEEXCEPTION", "1"), (inUse.Error, inUse.Parameter("values")));
        await business.Api.PostAsync("contacts/identify", new { type = "PHONE", value = "+35799000002" });
        Assert.Equal(HttpStatusCode.OK, (await business.Api.PostAsync("cim_keys/1/actions", new { action = "RETIRE" })).Status);
        Assert.Equal(presented, (await business.Api.PostAsync("contacts/identify", new { type = "CARD", value = Card })).Id);
        Assert.Equal("CRM.EXCEPTIONS.CIMKEYINUSEEXCEPTION",
            (await business.Api.PostAsync("cim_keys/2/actions", new { action = "RETIRE" })).Error);
    }

    [Fact]
    public async Task A_host_that_has_not_heard_of_a_rotation_yet_writes_nothing_under_the_old_keys()
    {
        var business = await host.NewBusinessAsync();
        await NewContactAsync(business, "PHONE", "+35799000003");
        // As another host would: behind this one's back.
        await host.SqlAsync($"""
            INSERT INTO tenant_key SELECT tenant, purpose, 2, sealed, created_at, NULL FROM tenant_key
            WHERE tenant = '{business.LiveTenant}' AND purpose = 'cim'
            """);
        var answer = await business.Api.PostAsync("contacts", Body("PHONE", "+35799000004"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.NotNull(answer.Headers.RetryAfter);
        await host.SqlAsync($"DELETE FROM tenant_key WHERE tenant = '{business.LiveTenant}' AND purpose = 'cim' AND id = 2");
    }

    [Fact]
    public async Task A_hash_that_an_edge_made_finds_the_contact()
    {
        var business = await host.NewBusinessAsync();
        var ct = TestContext.Current.CancellationToken;
        var id = await NewContactAsync(business, "CARD", Card);
        var ring = await host.Services.GetRequiredService<TenantKeys>().OfAsync(business.LiveTenant, ct);
        var hash = CimHash.Of(ring.Cim[0], CimKind.Card, Card)!.Value;
        var finder = host.Services.GetRequiredService<ContactFinder>();
        Assert.Equal(id, (await finder.ByHashAsync(business.LiveTenant, CimKind.Card, hash, ct))!.Id);
        Assert.Null(await finder.ByHashAsync(business.LiveTenant, CimKind.Loyalty, hash, ct));
        Assert.Null(await finder.ByHashAsync(business.TestTenant, CimKind.Card, hash, ct));
    }

    private static object Body(string type, string value) =>
        new { type = "PERSON", first_name = "Ada", cims = new[] { new { type, value } } };

    private static Task<Guid> NewContactAsync(TestBusiness business, string type, string value) =>
        business.Api.CreateAsync("contacts", Body(type, value));

    private static async Task<string> ValuesAsync(TestBusiness business) => string.Join(' ',
        (await business.Api.GetAsync("cim_keys")).Body.EnumerateArray().Select(k => k.GetProperty("values").GetInt32()));
}
