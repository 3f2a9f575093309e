using System.Net;

namespace CrmEdge.Cloud.Tests.Contacts;

/// <summary>What people entrust to a contact is in no table and no log as it was typed.</summary>
public sealed class PersonalDataTests(CloudHost host)
{
    private const string Card = "5555555555554444";
    private const string Track = ";5555555555554444=30122010000000000000?";
    private const string Phone = "+35796777123";
    private const string Email = "grace.hopper.secret@example.org";
    private const string Passport = "PASS-998877";
    private const string Street = "Quiet Lane 55";
    private const string Loyalty = "LOYAL-445566";

    private static readonly string[] Needles =
        [Card, Card[..12], Phone, Phone[4..], Email, "grace.hopper", Passport, Street, Loyalty, "LOYAL445566"];

    [Fact]
    public async Task Neither_tables_nor_logs_hold_card_phone_email_address_or_documents_in_clear()
    {
        await using var another = await host.AnotherAsync();
        var business = await another.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", first_name = "Grace", emails = new[] { new { email_address = Email } },
            phones = new[] { new { number = Phone } }, loyalty_identifiers = new[] { new { identifier = Loyalty } },
            cims = new[] { new { type = "CARD", value = Card } }, addresses = new[] { new { address_line_1 = Street } },
            demographics = new { passport = new { number = Passport } },
        });
        await business.Api.GetAsync($"contacts?email_address={Uri.EscapeDataString(Email)}&phone={Uri.EscapeDataString(Phone)}");
        await business.Api.PostAsync("contacts/identify", new { type = "CARD", value = Card });
        // A second holder, an unreadable body and an unknown field: refusals are where raw input likes to slip out.
        await business.Api.PostAsync("contacts",
            new { type = "PERSON", first_name = "B", cims = new[] { new { type = "CARD", value = Card } } });
        await business.Api.PostRawAsync("contacts", $$"""{"type":"PERSON","{{Email}}":"{{Card}}"}""");
        await business.Api.PostRawAsync("contacts", $$"""{"type":"{{Card}}"}""");
        var dump = await DumpAsync(another);
        Assert.Contains(id.ToString(), dump, StringComparison.Ordinal);
        Assert.Contains("Grace", dump, StringComparison.Ordinal);
        var logs = string.Join('\n', another.Logs.Entries.Select(e => e.ToString()));
        Assert.NotEmpty(logs);
        foreach (var needle in Needles)
        {
            Assert.DoesNotContain(needle, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexString(System.Text.Encoding.UTF8.GetBytes(needle)), dump,
                StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(needle, logs, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_card_number_or_track_typed_into_any_text_is_scrubbed_before_it_is_written()
    {
        var business = await host.NewBusinessAsync();
        var id = await business.Api.CreateAsync("contacts", new
        {
            type = "PERSON", first_name = $"Ada 5555 5555 5555 4444", last_name = Track,
            custom_fields = new[] { new { key = "note", value = $"paid by {Card}, thanks" } },
        });
        var read = await business.Api.GetAsync($"contacts/{id}");
        Assert.Equal(("Ada [card]", "[track]"), (read.Text("first_name"), read.Text("last_name")));
        Assert.Equal("paid by [card], thanks", read.Body.GetProperty("custom_fields")[0].GetProperty("value").GetString());
    }

    [Fact]
    public async Task A_card_number_as_code_is_refused()
    {
        var business = await host.NewBusinessAsync();
        var answer = await business.Api.PostAsync("contacts", new { type = "PERSON", first_name = "A", code = Card });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("no card number", answer.Parameter("code"), StringComparison.Ordinal);
    }

    private static async Task<string> DumpAsync(CloudHost host)
    {
        var tables = await host.SqlAsync(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')");
        var dumps = await Task.WhenAll(tables.Split('\n').Select(table => host.SqlAsync($"SELECT t::text FROM {table} t")));
        return string.Join('\n', dumps);
    }
}
