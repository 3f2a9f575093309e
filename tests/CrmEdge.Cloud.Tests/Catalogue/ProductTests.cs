using System.Net;
using System.Text.Json;
using CrmEdge.Cloud.Host.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace CrmEdge.Cloud.Tests.Catalogue;

public sealed class ProductTests(CloudHost host)
{
    private const string Good = "NON_TRACEABLE_PHYSICAL_GOOD";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_created_is_read_back_by_id_and_by_sku()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("products", new
        {
            sku = "5290001000017", name = "Espresso", classification = Good, type = "Coffee", family = "Drinks", brand = "Ours",
            pricing = new object[]
            {
                new { price = 1.8, currency_code = "EUR" },
                new { price = 2.123456, currency_code = "EUR", supply_method = "DELIVERY", tax_model = "TAX_EXCLUSIVE" },
            },
        });
        Assert.Equal(id, (await business.Api.GetAsync($"products/{id}")).Id);
        var read = (await business.Api.GetAsync("products/5290001000017")).Body;
        Assert.Equal(("Espresso", "FLAT", 1), (read.GetProperty("name").GetString(),
            read.GetProperty("type_composition").GetString(), read.GetProperty("version").GetInt32()));
        Assert.Equal("Drinks", read.GetProperty("family").GetProperty("name").GetString());
        Assert.Equal(["2.123456", "1.8"],
            read.GetProperty("pricing").EnumerateArray().Select(p => p.GetProperty("price").GetRawText()));
        Assert.Equal([false, true], read.GetProperty("pricing").EnumerateArray()
            .Select(p => p.GetProperty("is_default").GetBoolean()));
    }

    [Fact]
    public async Task A_put_by_sku_makes_the_product_and_then_changes_it()
    {
        var business = await host.NewBusinessAsync();
        var made = await business.Api.PutAsync("products/TEA", new { name = "Tea", classification = Good, brand = "X" });
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var changed = await business.Api.PutAsync("products/TEA", new { name = "Green tea", brand = "" });
        Assert.Equal((HttpStatusCode.OK, made.Id), (changed.Status, changed.Id));
        var read = (await business.Api.GetAsync("products/TEA")).Body;
        Assert.Equal(("Green tea", 2), (read.GetProperty("name").GetString(), read.GetProperty("version").GetInt32()));
        Assert.Equal(JsonValueKind.Null, read.GetProperty("brand").ValueKind);
        Assert.Equal(HttpStatusCode.NotFound,
            (await business.Api.PutAsync($"products/{host.NewId()}", new { name = "T" })).Status);
    }

    [Fact]
    public async Task Pricing_replaces_all_prices_and_is_kept_when_left_out()
    {
        var business = await host.NewBusinessAsync();
        await business.Api.PutAsync("products/P",
            new { name = "P", classification = Good, pricing = new[] { new { price = 1, currency_code = "EUR" } } });
        await business.Api.PutAsync("products/P", new { pricing = new[] { new { price = 2, currency_code = "USD" } } });
        await business.Api.PutAsync("products/P", new { name = "Q" });
        var price = Assert.Single((await business.Api.GetAsync("products/P")).Body.GetProperty("pricing").EnumerateArray());
        Assert.Equal(("USD", 2m), (price.GetProperty("currency_code").GetString(), price.GetProperty("price").GetDecimal()));
    }

    [Fact]
    public async Task A_sku_is_taken_once_and_fixed()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("products", new { sku = "A", name = "A", classification = Good });
        var again = await business.Api.PostAsync("products", new { sku = "A", name = "B", classification = Good });
        Assert.Equal(("CRM.EXCEPTIONS.CODEALREADYEXISTSEXCEPTION", "is taken"), (again.Error, again.Parameter("sku")));
        Assert.Equal("CRM.EXCEPTIONS.IMMUTABLEATTRIBUTEEXCEPTION",
            (await business.Api.PutAsync($"products/{id}", new { sku = "B" })).Error);
        Assert.Equal("differs", (await business.Api.PutAsync(
            "products/C", new { sku = "D", name = "C", classification = Good })).Parameter("sku"));
    }

    [Theory]
    [InlineData("""{"name":"A","classification":"USAGE_SERVICE"}""", "sku")]
    [InlineData("""{"sku":"A","name":"A"}""", "classification")]
    [InlineData("""{"sku":"A","name":"A","classification":"USAGE_SERVICE","pricing":[{"price":-1,"currency_code":"EUR"}]}""",
        "pricing[0].price")]
    [InlineData("""{"sku":"A","name":"A","classification":"USAGE_SERVICE","pricing":[{"price":1e-7,"currency_code":"EUR"}]}""",
        "pricing[0].price")]
    [InlineData("""{"sku":"A","name":"A","classification":"USAGE_SERVICE","pricing":[{"price":1,"currency_code":"EURO"}]}""",
        "pricing[0].currency_code")]
    [InlineData("""
        {"sku":"A","name":"A","classification":"USAGE_SERVICE",
         "pricing":[{"price":1,"currency_code":"EUR"},{"price":2,"currency_code":"EUR"}]}
        """, "pricing")]
    public async Task A_field_that_is_wrong_is_named(string json, string field)
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostRawAsync("products", json);
        Assert.Equal("CRM.EXCEPTIONS.VALIDATIONEXCEPTION", answer.Error);
        Assert.NotNull(answer.Parameter(field));
    }

    [Fact]
    public async Task Products_are_listed_by_group_classification_and_name()
    {
        var business = await host.NewBusinessAsync();
        await business.Api.CreateAsync("products", new { sku = "A", name = "Apple", classification = Good, family = "Fruit" });
        await business.Api.CreateAsync(
            "products", new { sku = "B", name = "Bus pass", classification = "TERMED_SERVICE", family = "Travel" });
        await ExpectAsync("family=Fruit", "A");
        await ExpectAsync("classification=TERMED_SERVICE", "B");
        await ExpectAsync("search_value=PASS", "B");
        await ExpectAsync("sort=name&order=DESC", "B", "A");

        async Task ExpectAsync(string query, params string[] skus)
        {
            var page = await business.Api.GetAsync($"products?{query}");
            Assert.Equal(skus, page.Content.EnumerateArray().Select(p => p.GetProperty("sku").GetString()));
        }
    }

    [Fact]
    public async Task A_ticket_finds_known_skus_and_adds_the_others_once()
    {
        var business = await host.NewBusinessAsync();
        var known = await business.Api.CreateAsync(
            "products", new { sku = "KNOWN", name = "Known", classification = Good, family = "F" });
        var skus = host.Services.GetRequiredService<SkuDirectory>();
        TicketSku[] lines =
        [
            new("NEW", "New one", "T", "F", null, null), new("KNOWN", "Other name", null, null, null, null),
            new("NEW", "New one", "T", "F", null, null),
        ];
        var found = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => skus.EnsureAsync(business.LiveTenant, lines, Ct)));
        Assert.All(found, f => Assert.Equal(2, f.Count));
        Assert.Equal(known, found[0]["KNOWN"].Id);
        Assert.Single(found.Select(f => f["NEW"].Id).Distinct());
        Assert.Equal(found[0]["KNOWN"].Family, found[0]["NEW"].Family);
        Assert.Equal("Known", (await business.Api.GetAsync("products/KNOWN")).Text("name"));
        Assert.Equal("New one", (await business.Api.GetAsync("products/NEW")).Text("name"));
    }
}
