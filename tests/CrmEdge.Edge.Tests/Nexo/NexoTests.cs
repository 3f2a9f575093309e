using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CrmEdge.Edge.Agent.Nexo;
using CrmEdge.Edge.Tests.Pos;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Nexo;

public sealed class NexoTests : IAsyncDisposable
{
    private readonly string _address = NexoPeer.FreshAddress();
    private readonly Store _store;

    public NexoTests() =>
        _store = new Store { Settings = { ["Nexo:Enabled"] = "true", ["Nexo:Listen"] = $"{_address}:8443" } };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_unmodified_terminal_client_does_everything()
    {
        await _store.StartAsync();
        _store.Link.Reply = seq => seq switch
        {
            2 => ScriptedLink.Posted(400, 600),
            3 => ScriptedLink.Cancelled(),
            4 => ScriptedLink.Posted(1_000, 0),
            _ => ScriptedLink.Posted(),
        };
        var answers = await NexoPeer.AskAsync(_address, Store.Secret,
            NexoMessages.Of("Login", "1", """{ "DateTime": "2026-11-21T10:00:00Z", "OperatorLanguage": "en", "SaleSoftware": {} }"""),
            NexoMessages.Of("Diagnosis", "2", """{ "HostDiagnosisFlag": true }"""),
            NexoMessages.Loyalty("3", NexoMessages.Account("PhoneNumber", "+35799123456")),
            NexoMessages.Balance("4", NexoMessages.Account("BarCode", "LOYAL-7")),
            NexoMessages.Payment("5", "R-1"),
            NexoMessages.Payment("6", "R-2", spend: "4.00", extra: "otp=123456&classification=In-store"),
            NexoMessages.Status("7", "6"),
            NexoMessages.Reversal("8", "2026-11-21:R-1", "10.00"),
            NexoMessages.Payment("9", "R-3", extra: "spend=max", account: NexoMessages.Account("BarCode", "8123456789012345")),
            NexoMessages.Status("10", "8"));
        JsonNode Body(int i, string category) => answers[i]["answer"]!["SaleToPOIResponse"]![$"{category}Response"]!;
        Assert.Equal(
            ["Success", "Success", "Success", "Success", "Partial", "Partial", "Success", "Success", "Success", "Success"],
            answers.Select(Outcome));
        Assert.True((bool)Body(1, "Diagnosis")["HostStatus"]![0]!["IsReachableFlag"]!);
        Assert.Equal(12.50m, (decimal)Body(2, "Loyalty")["LoyaltyResult"]![0]!["CurrentBalance"]!);
        Assert.Equal("EUR", (string)Body(3, "BalanceInquiry")["LoyaltyAccountStatus"]!["Currency"]!);
        Assert.Equal(0.50m, (decimal)Body(4, "Payment")["LoyaltyResult"]![0]!["LoyaltyAmount"]!["Value"]!);
        Assert.Equal(4.00m, (decimal)Body(5, "Payment")["PaymentResult"]!["AmountsResp"]!["AuthorizedAmount"]!);
        Assert.Equal("2026-11-21:R-2", (string)Body(5, "Payment")["POIData"]!["POITransactionID"]!["TransactionID"]!);
        var repeated = Body(6, "TransactionStatus")["RepeatedMessageResponse"]!["RepeatedResponseMessageBody"]!["PaymentResponse"]!;
        Assert.Equal(4.00m, (decimal)repeated["PaymentResult"]!["AmountsResp"]!["AuthorizedAmount"]!);
        var undone = Body(9, "TransactionStatus")["RepeatedMessageResponse"]!["RepeatedResponseMessageBody"]!["ReversalResponse"]!;
        Assert.Equal("Success", (string)undone["Response"]!["Result"]!);
        Assert.Equal(10.00m, (decimal)Body(8, "Payment")["PaymentResult"]!["AmountsResp"]!["AuthorizedAmount"]!);
    }

    [Fact]
    public async Task The_client_hears_errors_by_name()
    {
        await _store.StartAsync();
        var wrong = await NexoPeer.AskAsync(_address, "wrong secret", NexoMessages.Payment("1", "R-1"));
        Assert.Equal((401, "not_paired"), ((int)wrong[0]["error"]!["status"]!, (string)wrong[0]["error"]!["code"]!));
        Assert.Empty(_store.Records());
    }

    [Fact]
    public async Task A_message_that_comes_again_is_the_same_sale()
    {
        await _store.StartAsync();
        var first = await PostAsync(NexoMessages.Payment("5", "R-1", spend: "4.00"));
        _store.Link.Online = false;
        _store.Link.Reply = _ => ScriptedLink.Refused("never_asked");
        var again = await PostAsync(NexoMessages.Payment("5", "R-1", spend: "4.00"));
        var renumbered = await PostAsync(NexoMessages.Payment("6", "R-1", spend: "4.00"));
        Assert.Equal(Result(first), Result(again));
        Assert.Equal(Result(first), Result(renumbered));
        Assert.Equal("MessageFormat", Result(await PostAsync(NexoMessages.Payment("5", "R-2"))).Condition);
        Assert.Single(_store.Records());
        await _store.StopAsync();
        await _store.StartAsync();
        var status = await PostAsync(NexoMessages.Status("9", "5"));
        Assert.Equal("Success", Result(status).Result);
    }

    [Theory]
    [InlineData("TILL-08 speaks", "NotAllowed", "tap_not_yours")]
    [InlineData("offline spend", "UnreachableHost", "offline_no_spend")]
    [InlineData("no reference", "MessageFormat", "malformed_message")]
    [InlineData("bad account type", "MessageFormat", "malformed_message")]
    [InlineData("bad track", "MessageFormat", "malformed_message")]
    [InlineData("bad card", "InvalidCard", "identification_malformed")]
    [InlineData("bad extra", "MessageFormat", "malformed_message")]
    [InlineData("bad currency", "MessageFormat", "currency_unknown")]
    [InlineData("print", "NotAllowed", "unsupported_message")]
    [InlineData("loyalty sale", "NotAllowed", "use_payment")]
    [InlineData("partial reversal", "NotAllowed", "partial_reversal_not_supported")]
    [InlineData("reversal of nothing named", "MessageFormat", "malformed_message")]
    [InlineData("unknown status", "NotFound", "message_unknown")]
    [InlineData("nobody there", "InvalidCard", "nobody_presented")]
    public async Task A_bad_message_is_refused_by_name_and_changes_nothing(string what, string condition, string code)
    {
        await _store.StartAsync();
        _store.Link.Online = what != "offline spend";
        var answer = Result(await PostAsync(Bad(what)));
        Assert.Equal(("Failure", condition), (answer.Result, answer.Condition));
        Assert.StartsWith($"{code}: ", answer.Say, StringComparison.Ordinal);
        Assert.Empty(_store.Records());
    }

    [Theory]
    [InlineData("{", "malformed_json", 400)]
    [InlineData("[]", "malformed_message", 400)]
    [InlineData("{\"SaleToPOIRequest\":{\"MessageHeader\":{\"MessageCategory\":\"Payment\"}}}", "malformed_message", 400)]
    public async Task What_is_no_message_is_refused_by_name(string body, string code, int status)
    {
        await _store.StartAsync();
        using var client = Client();
        var answer = await client.PostAsync($"https://{_address}:8443/nexo/", new StringContent(body), Ct);
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!["errorCode"]!);
    }

    [Fact]
    public async Task Too_long_other_paths_and_other_methods_are_refused_by_name()
    {
        const int KestrelBadRequest = 17;
        _store.Logs.Expect(KestrelBadRequest);
        await _store.StartAsync();
        using var client = Client();
        // The refusal comes before the body is read: a client that pushes on regardless finds the line closed.
        client.DefaultRequestHeaders.ExpectContinue = true;
        var long1 = await client.PostAsync($"https://{_address}:8443/nexo", new StringContent(new string(' ', NexoServer.BodyBytesMax + 1)), Ct);
        var other = await client.PostAsync($"https://{_address}:8443/health", new StringContent(""), Ct);
        var get = await client.GetAsync($"https://{_address}:8443/nexo/", Ct);
        Assert.Equal([413, 404, 405], new[] { long1, other, get }.Select(answer => (int)answer.StatusCode));
    }

    [Fact]
    public async Task A_till_with_a_paired_certificate_needs_no_secret()
    {
        using var ca = new TestCa();
        using var certificate = ca.Client("till");
        _store.Settings["Pos:Tills:0:CertificateSha256"] = Convert.ToHexString(SHA256.HashData(certificate.RawData));
        await _store.StartAsync();
        using var handler = Handler();
        handler.ClientCertificates.Add(certificate);
        using var client = new HttpClient(handler);
        var answer = await client.PostAsync($"https://{_address}:8443/nexo/", Json(NexoMessages.Payment("1", "R-1")), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var stranger = ca.Client("other");
        using var otherHandler = Handler();
        otherHandler.ClientCertificates.Add(stranger);
        using var otherClient = new HttpClient(otherHandler);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await otherClient.PostAsync($"https://{_address}:8443/nexo/", Json(NexoMessages.Payment("2", "R-2")), Ct)).StatusCode);
    }

    [Fact]
    public async Task The_certificate_is_made_once_for_its_owner_alone_and_kept()
    {
        if (OperatingSystem.IsWindows()) return;
        await _store.StartAsync();
        var first = (await _store.Logs.SeenAsync(2240)).Message;
        await _store.StopAsync();
        await _store.StartAsync();
        Assert.Equal([first, first], _store.Logs.Entries.Where(entry => entry.EventId.Id == 2240).Select(entry => entry.Message));
        var mode = File.GetUnixFileMode(_store.Folder["nexo", "nexo.key"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, mode);
    }

    [Fact]
    public async Task Card_data_in_a_message_reaches_neither_disk_nor_log()
    {
        await _store.StartAsync();
        await PostAsync(NexoMessages.Payment("1", "R-1", spend: "4.00", extra: "otp=246813"));
        await PostAsync(NexoMessages.Payment("2", "R-2", account: NexoMessages.Account("BarCode", "8123456789012345")));
        await PostAsync(NexoMessages.Payment("3", "R-3", account: NexoMessages.Account("ISOTrack2", ";4111111111111111=29011010000098765432?")));
        Assert.Equal(3, _store.Records().Count);
        await _store.StopAsync();
        var files = Directory.GetFiles(Path.GetDirectoryName(_store.JournalPath)!).Select(File.ReadAllBytes).ToList();
        string[] secrets =
        [
            "5555555555554444", Store.Pan, "29011010000012345678", "29011010000098765432", "246813", "8123456789012345", Store.Secret,
        ];
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(files, file => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(secret)) >= 0);
            Assert.DoesNotContain(_store.Logs.Entries, entry => entry.ToString().Contains(secret, StringComparison.Ordinal));
        }
    }

    private static JsonNode Bad(string what) => what switch
    {
        "TILL-08 speaks" => NexoMessages.Of("Payment", "1", "{}", saleId: "TILL-08"),
        "offline spend" => NexoMessages.Payment("1", "R-1", spend: "4.00"),
        "no reference" => NexoMessages.Payment("1", ""),
        "bad account type" => NexoMessages.Payment("1", "R-1", account: NexoMessages.Account("Face", "x")),
        "bad track" => NexoMessages.Payment("1", "R-1", account: NexoMessages.Account("ISOTrack2", ";4111=?")),
        "bad card" => NexoMessages.Payment("1", "R-1", account: NexoMessages.Account("PAN", "4111111111111112")),
        "bad extra" => NexoMessages.Payment("1", "R-1", extra: "colour=red"),
        "bad currency" => JsonNode.Parse(NexoMessages.Payment("1", "R-1").ToJsonString().Replace("EUR", "XXQ", StringComparison.Ordinal))!,
        "print" => NexoMessages.Of("Print", "1", "{}"),
        "loyalty sale" => NexoMessages.Of("Loyalty", "1", """{ "LoyaltyTransaction": { "TotalAmount": 10 } }"""),
        "partial reversal" => NexoMessages.Reversal("1", "2026-11-21:R-1", "5.00"),
        "reversal of nothing named" => NexoMessages.Reversal("1", "nothing"),
        "unknown status" => NexoMessages.Status("1", "77"),
        _ => NexoMessages.Of("Loyalty", "1", "{}"),
    };

    private async Task<JsonNode> PostAsync(JsonNode message)
    {
        using var client = Client();
        var answer = await client.PostAsync($"https://{_address}:8443/nexo/", Json(message), Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
    }

    private static string Outcome(JsonNode answer) => (string)answer["answer"]!["SaleToPOIResponse"]!.AsObject()
        .First(p => p.Key.EndsWith("Response", StringComparison.Ordinal) && p.Value is not null).Value!["Response"]!["Result"]!;

    private static (string Result, string? Condition, string Say) Result(JsonNode answer)
    {
        var body = answer["SaleToPOIResponse"]!.AsObject().Single(p => p.Key.EndsWith("Response", StringComparison.Ordinal)).Value!;
        var response = body["Response"]!;
        return ((string)response["Result"]!, (string?)response["ErrorCondition"], (string)response["AdditionalResponse"]!);
    }

    private static HttpClient Client()
    {
        var client = new HttpClient(Handler());
        client.DefaultRequestHeaders.Add("X-API-Key", Store.Secret);
        return client;
    }

    private static HttpClientHandler Handler() =>
        new() { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };

    private static StringContent Json(JsonNode message) => new(message.ToJsonString(), Encoding.UTF8, "application/json");
}
