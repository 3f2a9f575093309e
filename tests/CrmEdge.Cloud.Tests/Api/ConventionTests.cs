using System.Net;
using System.Text.Json;

namespace CrmEdge.Cloud.Tests.Api;

public sealed class ConventionTests(CloudHost host)
{
    [Fact]
    public async Task An_error_has_status_code_message_and_parameters()
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostAsync("contacts", new { first_name = "Ada", country_of_agreement = "XX" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(400, answer.Body.GetProperty("status").GetInt32());
        Assert.Equal("CRM.EXCEPTIONS.VALIDATIONEXCEPTION", answer.Error);
        Assert.NotNull(answer.Parameter("type"));
        Assert.NotNull(answer.Parameter("country_of_agreement"));
        Assert.EndsWith("send again.", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_field_is_refused_by_name()
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostAsync("contacts", new { type = "PERSON", first_nam = "Ada" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("is not known", answer.Parameter("first_nam"));
    }

    [Theory]
    [InlineData("""{"type":"PERSON","first_name":7}""", "first_name")]
    [InlineData("""{"type":"ROBOT","first_name":"Ada"}""", "type")]
    [InlineData("""{"type":1,"first_name":"Ada"}""", "type")]
    [InlineData("""{"type":"PERSON","phones":[{"number":{}}]}""", "phones[0].number")]
    public async Task A_value_of_another_kind_is_refused_at_its_place(string json, string place)
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostRawAsync("contacts", json);
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.INVALIDREQUESTEXCEPTION"), (answer.Status, answer.Error));
        Assert.Equal("is not of the expected kind", answer.Parameter(place));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"type":"PERSON","type":"COMPANY"}""")]
    public async Task A_body_that_is_no_such_object_is_400_with_an_envelope(string json)
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostRawAsync("contacts", json);
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.INVALIDREQUESTEXCEPTION"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_body_of_another_type_is_415_and_a_wrong_method_405()
    {
        var business = await host.NewBusinessAsync();
        var typed = await business.Api.PostRawAsync("contacts", "<a/>", "text/xml");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, typed.Status);
        Assert.Contains("application/json", typed.Message, StringComparison.Ordinal);
        var method = await business.Api.DeleteAsync("contacts");
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "CRM.EXCEPTIONS.INVALIDREQUESTEXCEPTION"), (method.Status, method.Error));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostAsync("contacts", new { type = "PERSON", first_name = new string('a', 1_100_000) });
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "CRM.EXCEPTIONS.REQUESTTOOLARGEEXCEPTION"),
            (answer.Status, answer.Error));
    }

    [Fact]
    public async Task A_client_may_bring_the_id_and_a_second_create_with_it_is_400()
    {
        var business = await host.NewBusinessAsync();
        var id = host.NewId();
        Assert.Equal(id, await business.Api.CreateAsync("contacts", new { id, type = "PERSON", first_name = "Ada" }));
        var again = await business.Api.PostAsync("contacts", new { id, type = "PERSON", first_name = "Ada" });
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.IDALREADYEXISTSEXCEPTION"), (again.Status, again.Error));
    }

    [Fact]
    public async Task A_code_is_taken_wherever_an_id_is()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "ADA-1" });
        Assert.Equal(HttpStatusCode.OK, (await business.Api.PutAsync("contacts/ADA-1", new { first_name = "Augusta" })).Status);
        var read = await business.Api.GetAsync($"contacts/{id}");
        Assert.Equal(("Augusta", "ADA-1"), (read.Text("first_name"), read.Text("code")));
        Assert.Equal(id, (await business.Api.GetAsync("contacts/ADA-1")).Id);
    }

    [Fact]
    public async Task A_code_that_is_taken_or_is_none_is_400()
    {
        var business = await host.NewBusinessAsync();
        await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "SAME" });
        var taken = await business.Api.PostAsync("contacts", new { type = "PERSON", first_name = "Bob", code = "SAME" });
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.CODEALREADYEXISTSEXCEPTION"), (taken.Status, taken.Error));
        var odd = await business.Api.PostAsync("contacts", new { type = "PERSON", first_name = "Bob", code = "a b" });
        Assert.Equal("CRM.EXCEPTIONS.VALIDATIONEXCEPTION", odd.Error);
    }

    [Fact]
    public async Task Pages_tell_whether_there_is_more_and_count_only_when_asked()
    {
        var business = await host.NewBusinessAsync();
        for (var i = 0; i < 5; i++) await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = $"P{i}" });
        var first = (await business.Api.GetAsync("contacts?size=2&sort=first_name&order=DESC")).Body;
        Assert.Equal(["P4", "P3"], Names(first));
        Assert.Equal((true, JsonValueKind.Null), More(first));
        var last = (await business.Api.GetAsync("contacts?size=2&page=3&sort=first_name&order=DESC&include_total=true")).Body;
        Assert.Equal(["P0"], Names(last));
        Assert.False(More(last).HasMore);
        Assert.Equal(5, last.GetProperty("paging").GetProperty("total").GetInt32());
        var exact = (await business.Api.GetAsync("contacts?size=5")).Body;
        Assert.False(More(exact).HasMore);
    }

    [Fact]
    public async Task Date_filters_keep_their_bounds()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.TestApi.CreateAsync("contacts", new { type = "PERSON", first_name = "Early" });
        var at = (await business.TestApi.GetAsync($"contacts/{id}")).Body.GetProperty("created_on").GetInt64();
        await business.TestApi.PostAsync("clock/actions", new { action = "ADVANCE", seconds = 3_600 });
        await business.TestApi.CreateAsync("contacts", new { type = "PERSON", first_name = "Late" });
        await ExpectAsync($"created_on[gte]={at}", "Early", "Late");
        await ExpectAsync($"created_on[gt]={at + 1}", "Late");
        await ExpectAsync($"created_on[lt]={at}");
        await ExpectAsync($"created_on[lt]={at + 1}", "Early");
        await ExpectAsync($"created_on[gte]={at}&created_on[lte]={at + 60}", "Early");

        async Task ExpectAsync(string filter, params string[] names)
        {
            var found = await business.TestApi.GetAsync($"contacts?{filter}&sort=created_on");
            Assert.Equal(names, Names(found.Body));
        }
    }

    [Theory]
    [InlineData("sise=2", "sise")]
    [InlineData("size=0", "size")]
    [InlineData("size=101", "size")]
    [InlineData("page=x", "page")]
    [InlineData("sort=shoe_size", "sort")]
    [InlineData("order=UP", "order")]
    [InlineData("include_total=maybe", "include_total")]
    [InlineData("created_on[about]=1", "created_on[about]")]
    [InlineData("created_on[gt]=yesterday", "created_on[gt]")]
    [InlineData("type=ROBOT", "type")]
    public async Task A_query_parameter_that_is_not_understood_is_refused_by_name(string query, string name)
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.GetAsync($"contacts?{query}");
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.VALIDATIONEXCEPTION"), (answer.Status, answer.Error));
        Assert.NotNull(answer.Parameter(name));
    }

    [Fact]
    public async Task What_a_person_types_into_a_search_means_itself()
    {
        var business = await host.NewBusinessAsync();
        await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "100%_real\\" });
        await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "1000 real" });
        var found = await business.Api.GetAsync("contacts?search_value=0%25_real%5C");
        Assert.Equal(["100%_real\\"], Names(found.Body));
    }

    [Fact]
    public async Task An_address_that_is_not_there_is_404_with_an_envelope()
    {
        var answer = await host.Client(host.AdminKey).GetAsync("nothing");
        Assert.Equal((HttpStatusCode.NotFound, "CRM.EXCEPTIONS.NOTFOUNDEXCEPTION"), (answer.Status, answer.Error));
    }

    private static string[] Names(JsonElement page) =>
        [.. page.GetProperty("content").EnumerateArray().Select(c => c.GetProperty("first_name").GetString()!)];

    private static (bool HasMore, JsonValueKind Total) More(JsonElement page) =>
        (page.GetProperty("paging").GetProperty("has_more").GetBoolean(),
            page.GetProperty("paging").GetProperty("total").ValueKind);
}
