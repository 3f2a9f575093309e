using System.Net;
using System.Text;
using System.Text.Json;
using CrmEdge.SystemTests.Sync;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Operations;

/// <summary>One id leads from a ticket at a till through the agent's and the host's logs to the purchase and its postings.</summary>
[Collection(nameof(SharedWorld))]
public sealed class TraceTests(SyncWorld world)
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Ticket = $$$"""
        { "SaleToPOIRequest": {
            "MessageHeader": { "MessageClass": "Service", "MessageCategory": "Payment", "MessageType": "Request",
              "ServiceID": "T1", "SaleID": "{{{SyncWorld.Tap}}}", "POIID": "EDGE-1", "ProtocolVersion": "3.0" },
            "PaymentRequest": {
              "SaleData": { "SaleTransactionID": { "TransactionID": "TRACED-1", "TimeStamp": "2026-11-21T10:15:00Z" } },
              "PaymentTransaction": { "AmountsReq": { "Currency": "EUR", "RequestedAmount": 10.00 },
                "SaleItem": [ { "ItemID": 0, "ProductCode": "ESP1", "ProductLabel": "Espresso", "Quantity": 2, "ItemAmount": 10.00 } ] },
              "PaymentData": { "PaymentType": "Normal" },
              "LoyaltyData": [ { "LoyaltyAccountID": { "EntryMode": [ "Keyed" ], "IdentificationType": "AccountNumber",
                "LoyaltyID": "contact:{{{SyncWorld.Contact}}}" } } ] } } }
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sale_is_found_by_its_trace_in_both_logs_and_at_its_postings()
    {
        var offer = new { code = "TRACED", name = "Traced", percent = 5m, timing = "DEFERRED" };
        await world.PostAsync("reward_offers", offer);
        var (_, folder) = await world.EnrolledAsync(SyncWorld.Tap);
        await using var store = await RunningStore.StartAsync(world, folder);
        await store.Process.LineAsync("Connected to the cloud", Patience);
        // The keys come down the link a moment after it is up.
        var (told, parent) = await Eventually.HoldsAsync("the till's answer", async () => await SellAsync(store),
            answer => !answer.Body.Contains("not_enrolled", StringComparison.Ordinal), Patience);
        Assert.False(told.Contains("\"Failure\"", StringComparison.Ordinal), told);
        Assert.Equal(Trace, parent.Split('-')[1]);

        var booked = await Eventually.HoldsAsync("the sale is booked",
            async () => await world.SqlAsync("SELECT id FROM purchase WHERE reference = 'TRACED-1'"), id => id.Length > 0, Patience);
        foreach (var log in new[] { store.Process, world.Host! })
            await Eventually.IsTrueAsync(() => log.Output.Any(line => line.Contains($"trace={Trace}", StringComparison.Ordinal)
                && line.Contains(booked, StringComparison.Ordinal)));
        Assert.Equal(Trace, (await world.GetAsync($"purchases/{booked}")).GetProperty("trace_id").GetString());
        var wallet = (await world.GetAsync($"contacts/{SyncWorld.Contact}")).GetProperty("wallet").GetProperty("id").GetGuid();
        var posting = (await world.GetAsync($"wallets/{wallet}/journals")).GetProperty("content").EnumerateArray()
            .Single(line => line.GetProperty("transaction_id").ValueKind == JsonValueKind.String
                && line.GetProperty("transaction_id").GetString() == booked);
        Assert.Equal(("AWARD", Trace), (posting.GetProperty("transaction_type").GetString(), posting.GetProperty("trace_id").GetString()));
        Assert.Equal($"00-{Trace}", (await world.SqlAsync($"SELECT DISTINCT left(trace, 35) FROM inbox WHERE trace LIKE '%{Trace}%'")));
    }

    private static async Task<(string Body, string Parent)> SellAsync(RunningStore store)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"https://127.0.0.1:{store.Nexo}/nexo/"))
        {
            Content = new StringContent(Ticket, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("X-API-Key", RunningStore.Secret);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        using var answer = await store.Http.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadAsStringAsync(Ct), answer.Headers.GetValues("traceparent").Single());
    }
}
