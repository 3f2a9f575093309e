using System.Text;
using System.Text.Json.Nodes;

namespace CrmEdge.Simulators.Till;

/// <summary>A till that speaks nexo, and keeps asking until it knows.</summary>
public sealed class NexoTill : IDisposable
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RedialPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly Uri _edge;
    private readonly string _tap;
    private readonly TillLog _log;
    private readonly TimeProvider _time;
    private int _service;

    /// <summary>A till paired by a secret. It takes the edge's certificate as it is: this is a simulator.</summary>
    public NexoTill(Uri edge, string tap, string secret, TillLog log, TimeProvider time)
    {
        (_edge, _tap, _log, _time) = (edge, tap, log, time);
        _http = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        }) { Timeout = AnswerWait };
        _http.DefaultRequestHeaders.Add("X-API-Key", secret);
    }

    /// <summary>Rings a sale and returns the Payment answer.</summary>
    public Task<JsonNode> SellAsync(
        string reference, string day, string currency, decimal total, decimal spend, string loyaltyId, CancellationToken ct)
    {
        var loyalty = new JsonObject
        {
            ["LoyaltyAccountID"] = new JsonObject
            {
                ["EntryMode"] = new JsonArray("Scanned"), ["IdentificationType"] = "AccountNumber", ["LoyaltyID"] = loyaltyId,
            },
        };
        if (spend > 0)
        {
            loyalty["LoyaltyAmount"] = new JsonObject { ["LoyaltyUnit"] = "Monetary", ["Currency"] = currency, ["Value"] = spend };
        }
        var told = new Dictionary<string, string>
        {
            ["ref"] = reference, ["day"] = day, ["cur"] = currency, ["total"] = $"{total}", ["spend"] = $"{spend}",
        };
        return AskAsync("Payment", told, new JsonObject
        {
            ["SaleData"] = new JsonObject
            {
                ["SaleTransactionID"] = new JsonObject { ["TransactionID"] = reference, ["TimeStamp"] = $"{day}T12:00:00Z" },
            },
            ["PaymentTransaction"] = new JsonObject
            {
                ["AmountsReq"] = new JsonObject { ["Currency"] = currency, ["RequestedAmount"] = total },
            },
            ["LoyaltyData"] = new JsonArray(loyalty),
        }, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonNode> AskAsync(string category, Dictionary<string, string> told, JsonObject body, CancellationToken ct)
    {
        var number = ++_service;
        _log.Write("asked", category, number, told);
        var message = Message(category, number, body).ToJsonString();
        while (true)
        {
            try
            {
                using var content = new StringContent(message, Encoding.UTF8, "application/json");
                using var answer = await _http.PostAsync(_edge, content, ct);
                var json = JsonNode.Parse(await answer.Content.ReadAsStringAsync(ct))!;
                var response = json["SaleToPOIResponse"]?[$"{category}Response"];
                told["result"] = (string?)response?["Response"]?["Result"] ?? (string?)json["errorCode"] ?? "";
                told["say"] = (string?)response?["Response"]?["AdditionalResponse"] ?? (string?)json["message"] ?? "";
                told["authorised"] = response?["PaymentResult"]?["AmountsResp"]?["AuthorizedAmount"]?.ToString() ?? "";
                _log.Write("answered", category, number, told);
                return json;
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !ct.IsCancellationRequested))
            {
                _log.Write("silent", category, number, []);
                await Task.Delay(RedialPause, _time, ct);
            }
        }
    }

    private JsonObject Message(string category, int number, JsonObject body) => new()
    {
        ["SaleToPOIRequest"] = new JsonObject
        {
            ["MessageHeader"] = new JsonObject
            {
                ["MessageClass"] = "Service", ["MessageCategory"] = category, ["MessageType"] = "Request",
                ["ServiceID"] = FormattableString.Invariant($"{number}"), ["SaleID"] = _tap, ["POIID"] = "EDGE", ["ProtocolVersion"] = "3.0",
            },
            [$"{category}Request"] = body,
        },
    };
}
