using System.Text.Json;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Walls;

/// <summary>
/// Every kind of bad input, at each place where it can enter the real agent or the real host: what whoever sent it is told,
/// the line in the log, and that no row of the cloud's tables or of the agent's journal has changed.
/// </summary>
[Collection(nameof(SharedWorld))]
public sealed class BadInputTests(SyncWorld world, Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task Good_input_does_change_the_tables_and_the_journal() // else the tests below would see nothing
    {
        await using var till = await shop.TillAsync();
        var changed = await shop.ChangedAsync(async () =>
            Assert.Equal("approved", (await till.AskAsync("SA", Sale()))["state"]));
        Assert.Superset(
            new HashSet<string> { "public.purchase", "public.inbox", "journal.record", "journal.operation" }, changed.ToHashSet());
    }

    [Theory]
    [InlineData("""{ "SaleToPOIRequest": """, "malformed_json",
        "The message is no JSON (line 1, byte 23). Correct it and send it again; nothing was changed.")]
    [InlineData("""{ "SaleToPOIRequest": { "MessageHeader": { "MessageCategory": "Payment" } } }""", "malformed_message",
        "SaleToPOIRequest.MessageHeader.SaleID is missing or not as it should be. Correct it and send it again; nothing was " +
        "changed.")]
    public Task A_malformed_nexo_body(string body, string code, string message) =>
        RefusedAsync(shop.Agent, 2242, code, async () =>
        {
            var (status, answer) = await shop.NexoAsync(body);
            Assert.Equal((400, code, message), (status, Text(answer, "errorCode"), Text(answer, "message")));
        });

    [Fact]
    public Task A_frame_with_a_wrong_LRC() => RefusedAsync(shop.Agent, 2250, "wrong_lrc", async () =>
    {
        await using var till = await shop.TillAsync();
        var frame = TillLine.Frame(till.Payload("SA", Sale()));
        frame[^1] ^= 1;
        await till.SendAsync(frame);
        Assert.Equal(TillLine.Nak, await till.ByteAsync());
    });

    [Fact]
    public Task An_unknown_TAP_named_to_the_API() => RefusedAsync(shop.Host, 3204, "organisation_not_found", () =>
        ApiRefusesAsync(Purchase(new { code = SyncWorld.Contact }, tap: "NOWHERE"),
            "CRM.EXCEPTIONS.ORGANISATIONNOTFOUNDEXCEPTION",
            "There is no such organisation or till here. Check its code, and that the API key is of its business."));

    [Fact]
    public async Task An_unknown_TAP_paired_with_an_edge()
    {
        // The sale has happened: it is set aside for a person, and books nothing.
        await using var till = await shop.TillAsync(Shop.UnknownTap);
        var (told, noted) = (Shop.Count(shop.Agent, 2210, "tap_not_paired"), Shop.Count(shop.Host, 3420, "tap_not_paired"));
        var changed = await shop.ChangedAsync(async () =>
        {
            var answer = await till.AskAsync("SA", Sale());
            Assert.Equal(("declined", "tap_not_paired"), (answer["state"], answer["code"]));
            Assert.Equal("This till's TAP does not belong to this edge. Add it to the edge in the back office, or correct the "
                + "TAP in the till's settings.", answer["say"]);
        });
        Assert.Empty(changed.Except(
        [
            "public.inbox", "public.inbox_mark", "public.inbox_watermark", "public.quarantine",
            "journal.record", "journal.operation", "journal.state", "journal.ack_mark", "journal.document",
        ]));
        await Shop.LoggedAsync(shop.Agent, 2210, "tap_not_paired", told);
        await Shop.LoggedAsync(shop.Host, 3420, "tap_not_paired", noted);
    }

    [Fact]
    public Task Two_identifications_at_once_at_the_till() => RefusedAsync(shop.Agent, 2251, "identification_ambiguous", () =>
        LineRefusesAsync("SA", [.. Sale(), "phone=+35799123456"], "identification_ambiguous",
            "The customer is named in two ways at once. Send one, and beside it only a one-time code. Nothing was booked."));

    [Fact]
    public Task Two_identifications_at_once_at_the_API() => RefusedAsync(shop.Host, 3204, "identification_ambiguous", () =>
        ApiRefusesAsync(Purchase(new { code = SyncWorld.Contact, wallet_code = "1234567812345678" }),
            "CRM.EXCEPTIONS.IDENTIFICATIONAMBIGUOUSEXCEPTION",
            "Say in one way alone who bought. Only a six-digit otp may stand beside it."));

    [Fact]
    public Task A_negative_amount_at_the_till() => RefusedAsync(shop.Agent, 2210, "amount_negative", () =>
        LineRefusesAsync("SA", Sale(total: "-4.00"), "amount_negative",
            "An amount is below zero. Goods that come back are a reversal, not a sale. Nothing was booked. (field "));

    [Fact]
    public Task A_negative_amount_over_nexo() => RefusedAsync(shop.Agent, 2210, "amount_negative", async () =>
    {
        var (status, answer) = await shop.NexoAsync(Nexo(Shop.Tap, amount: "-4.00"));
        var response = answer.GetProperty("SaleToPOIResponse").GetProperty("PaymentResponse").GetProperty("Response");
        Assert.Equal((200, "Failure", "MessageFormat"), (status, Text(response, "Result"), Text(response, "ErrorCondition")));
        Assert.StartsWith(
            "amount_negative: An amount is below zero.", Text(response, "AdditionalResponse"), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_negative_amount_at_the_API() => RefusedAsync(shop.Host, 3204, "amount_negative", () =>
        ApiRefusesAsync(Purchase(new { code = SyncWorld.Contact }, total: -4m), "CRM.EXCEPTIONS.AMOUNTNEGATIVEEXCEPTION",
            "An amount is below zero. Goods that come back are a return, not a purchase."));

    [Fact]
    public Task An_over_long_payload_on_the_line() => RefusedAsync(shop.Agent, 2250, "message_too_long", async () =>
    {
        await using var till = await shop.TillAsync();
        await till.SendAsync(TillLine.Frame(till.Payload("SA", [.. Sale(), $"class={new string('x', 16_384)}"])));
        var answer = await till.AnswerAsync();
        Assert.Equal(("message_too_long", "The message is longer than 16384 bytes. Send fewer lines."),
            (answer["code"], answer["say"]));
    });

    [Fact]
    public Task An_over_long_payload_over_nexo() => RefusedAsync(shop.Agent, 2243, "message_too_long", async () =>
    {
        var (status, answer) = await shop.NexoAsync(new string(' ', 262_145));
        Assert.Equal((413, "message_too_long", "The message is longer than 262144 bytes. Send fewer items."),
            (status, Text(answer, "errorCode"), Text(answer, "message")));
    });

    [Fact]
    public Task An_over_long_payload_at_the_API() => RefusedAsync(shop.Host, 3204, "REQUESTTOOLARGE", async () =>
    {
        var (status, answer) = await world.TryAsync(
            "purchases", Shop.JsonBody(new { reference_number = new string('x', 1_048_577) }));
        Assert.Equal((413, "CRM.EXCEPTIONS.REQUESTTOOLARGEEXCEPTION",
            "The body is larger than the server takes (Api:BodyBytesMax). Send it in parts."),
            (status, Text(answer, "error"), Text(answer, "message")));
    });

    [Fact]
    public async Task An_expired_pairing_code()
    {
        var (id, code) = await world.NewEdgeAsync(Shop.Tap);
        await world.SqlAsync($"UPDATE edge_pairing_code SET expires_at = now() - interval '1 second' WHERE edge = '{id}'");
        await RefusedAsync(shop.Host, 3402, "CodeExpired", async () =>
        {
            var enrol = await world.EnrolAsync(code, "late");
            Assert.NotEqual(0, await enrol.Exited);
            Assert.Equal("code_expired: This pairing code has expired. Ask the back office for a new one "
                + "(POST /backoffice/v2/edges/{id}/actions PAIR).", Assert.Single(enrol.Errors));
            Assert.False(File.Exists(world.Folder["late", "identity.json"]));
        });
    }

    [Fact]
    public async Task An_agent_with_a_revoked_certificate_and_its_open_stream_too()
    {
        const string Told = "The cloud refused this edge (certificate_revoked): The edge was revoked in the back office. What it "
            + "has recorded is kept; ask the back office for a new pairing code.";
        var (id, folder) = await world.EnrolledAsync(Shop.Tap);
        await using var agent = Shop.Start(world, folder);
        await agent.LineAsync("Connected to the cloud");
        await world.ActAsync($"edges/{id}", "REVOKE");
        await Shop.LoggedAsync(agent, 2102, Told, before: 0); // the open stream
        await Shop.LoggedAsync(shop.Host, 3412, $"{id}", before: 0);
        await RefusedAsync(shop.Host, 3411, $"{id}", async () =>
        {
            var refused = Shop.Count(agent, 2102, Told);
            await using var till = await shop.TillAsync(agent: agent);
            Assert.Equal("accepted_offline", (await till.AskAsync("SA", Sale()))["code"]); // waits in its journal
            await Shop.LoggedAsync(agent, 2102, Told, refused); // the next one
            Assert.Equal(("declined", "offline_no_spend"), await StateAsync(till, [.. Sale(), "spend=max", "otp=123456"]));
        });
    }

    [Fact]
    public Task A_till_that_names_another_tills_TAP_on_the_line() => RefusedAsync(shop.Agent, 2251, "tap_not_yours", () =>
        LineRefusesAsync("SA", [.. Sale(), $"tap={SyncWorld.Tap}"], "tap_not_yours",
            "The message names another till than the one that is paired. Correct the till's number. (field tap)"));

    [Fact]
    public Task A_till_that_names_another_tills_TAP_over_nexo() => RefusedAsync(shop.Agent, 2242, "tap_not_yours", async () =>
    {
        var (_, answer) = await shop.NexoAsync(Nexo(SyncWorld.Tap));
        var response = answer.GetProperty("SaleToPOIResponse").GetProperty("PaymentResponse").GetProperty("Response");
        Assert.Equal(("Failure", "NotAllowed"), (Text(response, "Result"), Text(response, "ErrorCondition")));
        Assert.Equal("tap_not_yours: The message names another till than the one that is paired. Correct the till's number. "
            + "(field SaleID)", Text(response, "AdditionalResponse"));
    });

    [Fact]
    public async Task A_wrong_API_role()
    {
        var reader = await world.KeyAsync("READ");
        await RefusedAsync(shop.Host, 3204, "FORBIDDEN", async () =>
        {
            var purchase = Shop.JsonBody(Purchase(new { code = SyncWorld.Contact }));
            var (status, answer) = await world.TryAsync("purchases", purchase, reader);
            Assert.Equal((403, "CRM.EXCEPTIONS.FORBIDDENEXCEPTION", "This needs a key of role OPERATE; this one's role is READ. "
                + "Ask an administrator of your organisation for such a key."),
                (status, Text(answer, "error"), Text(answer, "message")));
        });
    }

    private async Task RefusedAsync(TestProcess logs, int number, string text, Func<Task> act)
    {
        var before = Shop.Count(logs, number, text);
        await shop.UnchangedAsync(act);
        await Shop.LoggedAsync(logs, number, text, before);
    }

    private async Task LineRefusesAsync(string type, string[] fields, string code, string say)
    {
        await using var till = await shop.TillAsync();
        var answer = await till.AskAsync(type, fields);
        Assert.Equal(code, answer["code"]);
        Assert.StartsWith(say, answer["say"], StringComparison.Ordinal);
    }

    private static async Task<(string State, string Code)> StateAsync(TillLine till, string[] fields)
    {
        var answer = await till.AskAsync("SA", fields);
        return (answer["state"], answer["code"]);
    }

    private async Task ApiRefusesAsync(object purchase, string error, string message)
    {
        var (status, answer) = await world.TryAsync("purchases", Shop.JsonBody(purchase));
        Assert.Equal((400, error, message), (status, Text(answer, "error"), Text(answer, "message")));
    }

    private static string[] Sale(string total = "4.00") =>
        [$"ref={Shop.NewReference()}", "day=2026-11-21", "cur=EUR", $"total={total}", $"code={SyncWorld.Contact}"];

    private static object Purchase(object contact, string tap = Shop.Tap, decimal total = 4m) => new
    {
        contact, organisation = new { venue_tap = new { code = tap } }, reference_number = Shop.NewReference(),
        business_day = "2026-11-21", currency_code = "EUR", transaction_amounts = new { total },
    };

    private static string Nexo(string tap, string amount = "4.00") => $$"""
        { "SaleToPOIRequest": {
            "MessageHeader": { "MessageClass": "Service", "MessageCategory": "Payment", "MessageType": "Request",
              "ServiceID": "{{Shop.NewReference()}}", "SaleID": "{{tap}}", "POIID": "EDGE", "ProtocolVersion": "3.0" },
            "PaymentRequest": {
              "SaleData": { "SaleTransactionID": {
                "TransactionID": "{{Shop.NewReference()}}", "TimeStamp": "2026-11-21T10:15:00Z" } },
              "PaymentTransaction": { "AmountsReq": { "Currency": "EUR", "RequestedAmount": {{amount}} } },
              "LoyaltyData": [ { "LoyaltyAccountID": { "EntryMode": [ "Keyed" ], "IdentificationType": "AccountNumber",
                "LoyaltyID": "contact:{{SyncWorld.Contact}}" } } ] } } }
        """;

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
