using System.Net;
using System.Text.Json;
using CrmEdge.Cloud.Host.Contacts;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Contacts;

public sealed class ContactTests(CloudHost host)
{
    [Fact]
    public async Task What_was_created_is_read_back()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", code = "C1", first_name = "Ada", middle_name = "King", last_name = "Lovelace", language_code = "en",
            country_of_agreement = "GBR", sms_opt_out = true,
            emails = new[] { new { email_address = "Ada@Example.org" }, new { email_address = "second@example.org" } },
            phones = new[] { new { type = "LANDLINE", country_code = "CYP", number = "22 123456" } },
            loyalty_identifiers = new[] { new { identifier = "GOLD-0001" } },
            demographics = new
            {
                gender = "FEMALE", date_of_birth = new { year = 1815, month = 12, day = 10 },
                name_day = new { month = 2, day = 29 },
                passport = new { number = "P123", issuing_country_code = "GBR" },
            },
            addresses = new[] { new { address_line_1 = "12 St James's Square", town_city = "London", lat = 51.5 } },
            custom_fields = new[] { new { key = "shoe", value = "37" } },
        });
        var read = (await business.Api.GetAsync($"contacts/{id}")).Body;
        Assert.Equal(("C1", "PERSON", "Ada", "EN", "GBR", "EUR"),
            (Text(read, "code"), Text(read, "type"), Text(read, "first_name"), Text(read, "language_code"),
                Text(read, "country_of_agreement"), Text(read, "currency_code")));
        Assert.True(read.GetProperty("sms_opt_out").GetBoolean());
        Assert.Equal("Ada@Example.org", Text(read.GetProperty("emails")[0], "email_address"));
        Assert.True(read.GetProperty("emails")[0].GetProperty("is_primary").GetBoolean());
        Assert.False(read.GetProperty("emails")[1].GetProperty("is_primary").GetBoolean());
        Assert.Equal(("LANDLINE", "+35722123456"),
            (Text(read.GetProperty("phones")[0], "type"), Text(read.GetProperty("phones")[0], "number")));
        Assert.Equal("GOLD-0001", Text(read.GetProperty("loyalty_identifiers")[0], "identifier"));
        Assert.Equal(1815, read.GetProperty("demographics").GetProperty("date_of_birth").GetProperty("year").GetInt32());
        Assert.Equal("London", Text(read.GetProperty("addresses")[0], "town_city"));
        Assert.Equal("37", Text(read.GetProperty("custom_fields")[0], "value"));
    }

    [Fact]
    public async Task A_contact_has_a_wallet_in_its_currency_when_the_answer_comes()
    {
        var business = await TestBusiness.MakeAsync(host, "USD");
        var id = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        var wallets = (TestWallets)host.Services.GetRequiredService<IWalletOpener>();
        Assert.Equal("USD", wallets.Asked.Single(a => a.Contact == id).Currency.Code);
        Assert.NotEqual(Guid.Empty, (await business.Api.GetAsync($"contacts/{id}")).Body.GetProperty("wallet")
            .GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_contact_whose_wallet_could_not_be_opened_stays_and_gets_it_from_the_sweep()
    {
        var (wallets, time) = (new TestWallets { Fails = true }, new FakeTimeProvider());
        await using var another = await host.AnotherAsync(adjust: services => services
            .AddSingleton<IWalletOpener>(wallets).AddSingleton<TimeProvider>(time));
        var business = await another.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        Assert.Equal(JsonValueKind.Null, (await business.Api.GetAsync($"contacts/{id}")).Body.GetProperty("wallet").ValueKind);
        wallets.Fails = false;
        await Eventually.HoldsAsync("the contact's wallet", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(15));
            return (await business.Api.GetAsync($"contacts/{id}")).Body.GetProperty("wallet").ValueKind;
        }, kind => kind == JsonValueKind.Object);
    }

    [Fact]
    public async Task Type_code_and_country_of_agreement_are_fixed_but_may_be_repeated()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada", code = "A" });
        foreach (var change in new object[] { new { type = "COMPANY" }, new { code = "B" },
            new { country_of_agreement = "GBR" } })
        {
            var answer = await business.Api.PutAsync($"contacts/{id}", change);
            Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.IMMUTABLEATTRIBUTEEXCEPTION"),
                (answer.Status, answer.Error));
        }
        Assert.Equal(HttpStatusCode.OK,
            (await business.Api.PutAsync($"contacts/{id}", new { type = "PERSON", code = "A" })).Status);
    }

    [Fact]
    public async Task A_change_keeps_what_it_leaves_out_clears_what_is_empty_and_replaces_lists()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", first_name = "Ada", last_name = "L", email_opt_out = true,
            custom_fields = new[] { new { key = "a", value = "1" }, new { key = "b", value = "2" } },
            addresses = new[] { new { address_line_1 = "One" } }, demographics = new { gender = "FEMALE" },
        });
        await business.Api.PutAsync($"contacts/{id}", new
        {
            last_name = "", custom_fields = new[] { new { key = "b", value = "3" } },
            addresses = new[] { new { address_line_1 = "Two" } },
        });
        var read = (await business.Api.GetAsync($"contacts/{id}")).Body;
        Assert.Equal(("Ada", null), (Text(read, "first_name"), Text(read, "last_name")));
        Assert.True(read.GetProperty("email_opt_out").GetBoolean());
        Assert.Equal("""[{"key":"b","value":"3"}]""", read.GetProperty("custom_fields").GetRawText());
        Assert.Equal("Two", Text(Assert.Single(read.GetProperty("addresses").EnumerateArray()), "address_line_1"));
        Assert.Equal("FEMALE", Text(read.GetProperty("demographics"), "gender"));
    }

    [Theory]
    [InlineData("""{"type":"PERSON"}""", "first_name")]
    [InlineData("""{"type":"COMPANY","first_name":"A"}""", "company_name")]
    [InlineData("""{"type":"PERSON","first_name":"A","emails":[{"email_address":"no"}]}""", "emails[0].value")]
    [InlineData("""{"type":"PERSON","first_name":"A","phones":[{"number":"12"}]}""", "phones[0].value")]
    [InlineData("""{"type":"PERSON","first_name":"A","cims":[{"type":"CARD","value":"4111111111111112"}]}""", "cims[0].value")]
    [InlineData("""{"type":"PERSON","first_name":"A","cims":[null]}""", "cims[0]")]
    [InlineData("""{"type":"PERSON","first_name":"A","demographics":{"date_of_birth":{"year":2023,"month":2,"day":29}}}""",
        "demographics.date_of_birth")]
    [InlineData("""{"type":"PERSON","first_name":"A","addresses":[{"town_city":"X"}]}""", "addresses[0].address_line_1")]
    [InlineData("""{"type":"PERSON","first_name":"A","custom_fields":[{"key":"k"},{"key":"k"}]}""", "custom_fields")]
    [InlineData("""{"type":"PERSON","first_name":"A\u0000B"}""", "first_name")]
    [InlineData("""{"type":"PERSON","first_name":"A","id":"00000000-0000-0000-0000-000000000000"}""", "id")]
    public async Task A_field_that_is_wrong_is_named(string json, string field)
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostRawAsync("contacts", json);
        Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.VALIDATIONEXCEPTION"), (answer.Status, answer.Error));
        Assert.NotNull(answer.Parameter(field));
        Assert.Equal(0, (await business.Api.GetAsync("contacts")).Content.GetArrayLength());
    }

    [Fact]
    public async Task Two_changes_at_the_same_time_never_lose_one_silently()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new { type = "PERSON", first_name = "Ada" });
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            business.Api.PutAsync($"contacts/{id}", new { first_name = $"Ada {i}" })));
        Assert.Contains(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.OK), a =>
            Assert.Equal((HttpStatusCode.BadRequest, "CRM.EXCEPTIONS.CONCURRENTUPDATEEXCEPTION"), (a.Status, a.Error)));
        var changes = (await business.Api.GetAsync($"audit?subject_id={id}&action=contact.change")).Content.GetArrayLength();
        Assert.Equal(answers.Count(a => a.Status == HttpStatusCode.OK), changes);
    }

    private static string? Text(JsonElement element, string field) => element.GetProperty(field).GetString();
}
