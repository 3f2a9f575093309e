using System.Text.Json.Nodes;
using CrmEdge.Edge.Tests.Pos;

namespace CrmEdge.Edge.Tests.Nexo;

/// <summary>Requests as a till of this store sends them.</summary>
internal static class NexoMessages
{
    public static JsonNode Of(string category, string service, string body, string saleId = Store.Tap) => JsonNode.Parse($$"""
        { "SaleToPOIRequest": {
            "MessageHeader": { "MessageClass": "Service", "MessageCategory": "{{category}}", "MessageType": "Request",
              "ServiceID": "{{service}}", "SaleID": "{{saleId}}", "POIID": "EDGE-1", "ProtocolVersion": "3.0" },
            "{{category}}Request": {{body}} } }
        """)!;

    public static JsonNode Payment(
        string service, string reference, string? spend = null, string extra = "", string? account = null)
    {
        var amount = spend is null
            ? ""
            : $$"""
                , "LoyaltyAmount": { "LoyaltyUnit": "Monetary", "Currency": "EUR", "Value": {{spend}} }
                """;
        return Of("Payment", service, $$"""
            { "SaleData": { "SaleTransactionID": { "TransactionID": "{{reference}}", "TimeStamp": "2026-11-21T10:15:00+02:00" },
                "SaleToPOIData": "{{extra}}" },
              "PaymentTransaction": { "AmountsReq": { "Currency": "EUR", "RequestedAmount": 10.00 },
                "SaleItem": [ { "ItemID": 0, "ProductCode": "ESP1", "ProductLabel": "Espresso", "Quantity": 2, "ItemAmount": 10.00 } ] },
              "PaymentData": { "PaymentType": "Normal", "PaymentInstrumentData": { "PaymentInstrumentType": "Card",
                "CardData": { "MaskedPan": "5555555555554444", "EntryMode": [ "MagStripe" ],
                  "SensitiveCardData": { "PAN": "5555555555554444",
                    "TrackData": [ { "TrackNumb": 2, "TrackValue": ";5555555555554444=29011010000012345678?" } ] } } } },
              "LoyaltyData": [ { "LoyaltyAccountID": {{account ?? Account("PAN", Store.Pan)}}{{amount}} } ] }
            """);
    }

    public static string Account(string type, string id) =>
        $$"""{ "EntryMode": [ "Scanned" ], "IdentificationType": "{{type}}", "LoyaltyID": "{{id}}" }""";

    public static JsonNode Loyalty(string service, string account) => Of("Loyalty", service, $$"""
        { "SaleData": { "SaleTransactionID": { "TransactionID": "L-1", "TimeStamp": "2026-11-21T10:15:00Z" } },
          "LoyaltyTransaction": { "LoyaltyTransactionType": "Award" }, "LoyaltyData": [ { "LoyaltyAccountID": {{account}} } ] }
        """);

    public static JsonNode Balance(string service, string account) => Of("BalanceInquiry", service, $$"""
        { "LoyaltyAccountReq": { "LoyaltyAccountID": {{account}} } }
        """);

    public static JsonNode Reversal(string service, string number, string? amount = null) => Of("Reversal", service, $$"""
        { "OriginalPOITransaction": { "POITransactionID": { "TransactionID": "{{number}}", "TimeStamp": "2026-11-21T10:15:00Z" } },
          "ReversalReason": "CustCancel"{{(amount is null ? "" : $", \"ReversedAmount\": {amount}")}} }
        """);

    public static JsonNode Status(string service, string about) => Of("TransactionStatus", service, $$"""
        { "MessageReference": { "MessageCategory": "Payment", "SaleID": "{{Store.Tap}}", "ServiceID": "{{about}}" } }
        """);
}
