using System.Globalization;
using System.Text.Json.Nodes;
using CrmEdge.Cloud.Tests.Purchases;

namespace CrmEdge.Cloud.Tests.Api.BadBodies;

/// <summary>An operation of the API with a body that it takes, from which bad ones are made.</summary>
/// <param name="Name">The method and address, as the OpenAPI document has them.</param>
/// <param name="Path">The address with real ids.</param>
/// <param name="Body">The body; <c>{n}</c> in it becomes a new number each time.</param>
internal sealed record GoodBody(string Name, string Path, string Body)
{
    private static int _numbers;

    public HttpMethod Method => new(Name[..Name.IndexOf(' ', StringComparison.Ordinal)].ToUpperInvariant());

    public JsonNode Fresh() => JsonNode.Parse(Body.Replace(
        "{n}", Interlocked.Increment(ref _numbers).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))!;
}

/// <summary>Every operation with a body, over things of one business that are really there.</summary>
internal static class GoodBodies
{
    public static async Task<IReadOnlyList<GoodBody>> MakeAsync(Counter counter)
    {
        var api = counter.Api;
        var energy = await api.CreateAsync("products", new { sku = "kwh", name = "Energy", classification = "USAGE_SERVICE" });
        await api.CreateAsync($"products/{energy}/usage_prices",
            new { currency_code = "EUR", model = "FLAT", tiers = new[] { new { from = 1, price = 0.1m } }, effective_on = 1 });
        var subscription = await api.CreateAsync("subscriptions",
            new { contact_id = counter.Contact, services = new[] { new { product = "kwh" } } });
        var device = await api.CreateAsync("devices", new { serial_number = "SN-0" });
        var edge = await api.CreateAsync("edges", new { name = "Shop", organisation = $"{counter.Venue}", kind = "STORE" });
        var offer = await api.CreateAsync("reward_offers", new { code = "O", name = "Offer", percent = 5m, timing = "DEFERRED" });
        var key = await api.CreateAsync("api_keys", new
        {
            organisation_id = counter.Business.Id, mode = "LIVE", kind = "SECRET", role = "READ", name = "spare",
        });
        var bought = await counter.BuyAsync(counter.Purchase());
        await api.PostAsync($"wallets/{counter.Wallet}/otp", new { });
        return
        [
            .. Network(counter, $"{key}", $"{edge}"), .. Contacts(counter), .. Catalogue($"{energy}"), .. Rewards(counter, $"{offer}"),
            .. Money(counter, $"{bought.Id}"), .. Usage(counter, $"{subscription}", $"{device}"),
        ];
    }

    private static IEnumerable<GoodBody> Network(Counter counter, string key, string edge) =>
    [
        Of("post organisations", $$"""{"type":"VENUE","name":"V {n}","code":"V-{n}","parent_id":"{{counter.Venue}}","description":"d"}"""),
        Of("put organisations/{id}", """{"name":"Shop","description":"d"}""", $"{counter.Venue}"),
        Of("post taps", $$"""{"code":"T-{n}","organisation_id":"{{counter.Venue}}","name":"t"}"""),
        Of("put taps/{id}", """{"name":"t"}""", counter.Tap),
        Of("post clock/actions", """{"action":"ADVANCE","seconds":1}"""),
        Of("post api_keys", $$"""
            {"organisation_id":"{{counter.Business.Id}}","mode":"LIVE","kind":"SECRET","role":"READ","name":"k {n}"}
            """),
        Of("post api_keys/{id}/actions", """{"action":"REVOKE"}""", key),
        Of("post cim_keys", "{}"),
        Of("post cim_keys/{id}/actions", """{"action":"RETIRE"}""", "1"),
        Of("post edges", $$"""{"name":"E {n}","organisation":"{{counter.Venue}}","kind":"STORE","taps":["{{counter.Tap}}"]}"""),
        Of("put edges/{id}", $$"""{"name":"E","taps":["{{counter.Tap}}"]}""", edge),
        Of("post edges/{id}/actions", """{"action":"PAIR"}""", edge),
        Of("post quarantine/{id}/actions", """{"action":"REPLAY"}""", edge),
    ];

    private static IEnumerable<GoodBody> Contacts(Counter counter) =>
    [
        Of("post contacts", """
            {"type":"PERSON","first_name":"A","last_name":"B","code":"C-{n}","language_code":"EN","country_of_agreement":"CYP",
             "emails":[{"email_address":"a{n}@example.com"}],"phones":[{"type":"MOBILE","country_code":"CYP","number":"9912{n}00"}],
             "loyalty_identifiers":[{"identifier":"L-{n}"}],"cims":[{"type":"GIFT_PASS","value":"G-{n}"}],
             "custom_fields":[{"key":"k","value":"v"}]}
            """),
        Of("put contacts/{id}", """{"first_name":"Ann","last_name":"B","sms_opt_out":true}""", $"{counter.Contact}"),
        Of("post contacts/identify", """{"type":"LOYALTY_IDENTIFIER","value":"LOYAL-77"}"""),
        Of("post contacts/{id}/cims", """{"type":"GIFT_PASS","value":"G2-{n}"}""", $"{counter.Contact}"),
    ];

    private static IEnumerable<GoodBody> Catalogue(string energy) =>
    [
        Of("post products", """
            {"sku":"S-{n}","name":"P","description":"d","classification":"NON_TRACEABLE_PHYSICAL_GOOD","type":"T","family":"F",
             "brand":"B","category":"C","pricing":[{"price":1.5,"currency_code":"EUR","tax_model":"TAX_INCLUSIVE","is_default":true}]}
            """),
        Of("put products/{id}", """{"name":"P","description":"d","pricing":[{"price":1.5,"currency_code":"EUR"}]}""", energy),
        Of("post products/{id}/usage_prices", """
            {"currency_code":"EUR","model":"TIERED","tiers":[{"from":1,"to":10,"price":0.2,"flat_fee":1},{"from":11,"price":0.1}],
             "allowance":5,"fee_at_zero":true,"unit":"kWh","effective_on":17000{n}}
            """, energy),
    ];

    private static IEnumerable<GoodBody> Rewards(Counter counter, string offer) =>
    [
        Of("put reward_settings", """
            {"trust_caller":false,"rotating_codes":false,
             "spend_limits":[{"period":"DAY","maximum_number":1000,"maximum_amount":100000}]}
            """),
        Of("put exchange_rates/{currency}", """{"rate":1.1}""", "USD"),
        Of("put contacts/{id}/spending", """{"blocked":false}""", $"{counter.Contact}"),
        Of("post reward_offers", $$"""
            {"code":"O-{n}","name":"O","percent":0.1,"timing":"DEFERRED",
             "conditions":{"organisations":["{{counter.Venue}}"] } }
            """),
        Of("put reward_offers/{id}/life_cycle_state", """{"state":"INACTIVE"}""", offer),
        Of("post commerce_pools", """{"code":"P-{n}","name":"P","life_months":12,"priority":1,"active":true}"""),
    ];

    private static IEnumerable<GoodBody> Money(Counter counter, string purchase) =>
    [
        Of("post topups", $$"""{"wallet_id":"{{counter.Wallet}}","amount":1.5,"currency_code":"EUR"}"""),
        Of("post contacts/{id}/journals", """{"action":"CREDIT","entity":"WALLET","amount":1.5}""", $"{counter.Contact}"),
        Of("post contacts/{id}/tokens", """{"intent":"SPEND","spend_amount":1.5,"currency_code":"EUR"}""", $"{counter.Contact}"),
        Of("post wallets/{id}/otp", "{}", $"{counter.Wallet}"),
        Of("post wallets/{id}/otp/day_keys", """{"date":"2026-11-21"}""", $"{counter.Wallet}"),
        Of("post purchases", $$"""
            {"contact":{"id":"{{counter.Contact}}"},"organisation":{"venue_tap":{"code":"{{counter.Tap}}" } },
             "reference_number":"F-{n}","business_day":"2026-11-21","date":1700000000,"currency_code":"EUR",
             "classification":{"name":"In-store"},"transaction_amounts":{"net":8.4,"tax":1.6,"discount":0,"total":10},
             "products":[{"sku":"S","name":"E","family":"F","quantity":2,"net_amount":8.4,"tax_amount":1.6,"total_amount":10}],
             "spend_request":{"amount":1,"restrict_fully_covered":false},"payment_medium_identifier":"411111"}
            """),
        Of("post purchases/{id}/cancel", "{}", purchase),
        Of("post payments", $$"""
            {"contact_id":"{{counter.Contact}}","amount":1.5,"currency_code":"EUR","method":"CASH","reference":"r"}
            """),
        Of("put contacts/{id}/account", """{"credit_limit":100}""", $"{counter.Contact}"),
        Of("post billing_runs", "{}"),
        Of("post tax_rates", """{"percent":19,"effective_from":"2027-01-01"}"""),
    ];

    private static IEnumerable<GoodBody> Usage(Counter counter, string subscription, string device) =>
    [
        Of("post subscriptions", $$"""
            {"contact_id":"{{counter.Contact}}","services":[{"product":"kwh"}],"effective_on":1700000000}
            """),
        Of("post devices", """{"serial_number":"SN-{n}","electronic_id":"e"}"""),
        Of("post devices/{id}/actions", """{"action":"UNPAIR"}""", device),
        Of("post subscriptions/{id}/devices", $$"""{"device_id":"{{device}}" }""", subscription),
        Of("post subscriptions/{id}/pairing_codes", "{}", subscription),
    ];

    private static GoodBody Of(string name, string body, string id = "")
    {
        var at = name.IndexOf(' ', StringComparison.Ordinal) + 1;
        var path = name[at..].Replace("{id}", id, StringComparison.Ordinal).Replace("{currency}", id, StringComparison.Ordinal);
        return new GoodBody($"{name[..at]}/backoffice/v2/{name[at..]}", path, body);
    }
}
