using System.Globalization;
using System.Text.Json.Nodes;
using CrmEdge.Edge.Core.Pos;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>Answers in nexo's words.</summary>
internal static class NexoAnswers
{
    /// <summary>
    /// Of a sale. Success only where the wallet paid all of it: what is left is to be paid by other means, which nexo calls
    /// partial, and a till must never take it for paid.
    /// </summary>
    public static JsonObject Payment(SaleAnswer answer, string number, string? reference, DateTimeOffset now)
    {
        var booked = answer.State is SaleState.Approved or SaleState.Accepted;
        var result = !booked ? "Failure" : answer.State == SaleState.Approved && answer.ToPay == 0 ? "Success" : "Partial";
        var body = new JsonObject { ["Response"] = Response(result, answer.Code, answer.Say), ["POIData"] = Transaction(number, now) };
        if (reference is not null) body["SaleData"] = new JsonObject { ["SaleTransactionID"] = Identification(reference, now) };
        if (!booked) return body;
        body["PaymentResult"] = new JsonObject
        {
            ["PaymentType"] = "Normal",
            ["OnlineFlag"] = answer.State == SaleState.Approved,
            ["AmountsResp"] = new JsonObject { ["AuthorizedAmount"] = Major(answer, answer.Spend) },
        };
        if (answer.Currency.Length > 0) body["PaymentResult"]!["AmountsResp"]!["Currency"] = answer.Currency;
        if (answer.State == SaleState.Approved) body["LoyaltyResult"] = new JsonArray(Loyalty(answer));
        return body;
    }

    public static JsonObject Reversal(SaleAnswer answer, string number, DateTimeOffset now) => new()
    {
        ["Response"] = Response(answer.State == SaleState.Reversed ? "Success" : "Failure", answer.Code, answer.Say),
        ["POIData"] = Transaction(number, now),
        ["OriginalPOITransaction"] = new JsonObject { ["POITransactionID"] = Identification(number, now) },
    };

    /// <summary>Who it is and what they have, as Loyalty tells it.</summary>
    public static JsonObject Loyalty(IdentifyAnswer answer, JsonNode? saleData, DateTimeOffset now)
    {
        var body = new JsonObject
        {
            ["Response"] = Response(answer.Customer is null ? "Failure" : "Success", answer.Code, Balances(answer)),
            ["SaleData"] = saleData?.DeepClone() ?? new JsonObject(),
            ["POIData"] = Transaction($"identify:{now.ToUnixTimeMilliseconds()}", now),
        };
        if (answer.Customer is not { } customer) return body;
        var result = new JsonObject { ["LoyaltyAccount"] = Account(customer) };
        if (Total(customer) is { } total) result["CurrentBalance"] = total.Major;
        body["LoyaltyResult"] = new JsonArray(result);
        return body;
    }

    public static JsonObject Balance(IdentifyAnswer answer)
    {
        var body = new JsonObject { ["Response"] = Response(answer.Customer is null ? "Failure" : "Success", answer.Code, Balances(answer)) };
        if (answer.Customer is not { } customer) return body;
        var status = new JsonObject { ["LoyaltyAccount"] = Account(customer), ["LoyaltyUnit"] = "Monetary" };
        if (Total(customer) is { } total) (status["CurrentBalance"], status["Currency"]) = (total.Major, total.Currency.Code);
        body["LoyaltyAccountStatus"] = status;
        return body;
    }

    public static JsonObject Refusal(string code, string say) => new() { ["Response"] = Response("Failure", code, say) };

    public static JsonObject Response(string result, string code, string say)
    {
        var response = new JsonObject { ["Result"] = result };
        if (result == "Failure") response["ErrorCondition"] = Condition(code);
        response["AdditionalResponse"] = $"{code}: {say}";
        return response;
    }

    public static JsonObject Status(bool online) => new()
    {
        ["GlobalStatus"] = "OK",
        ["CommunicationOKFlag"] = online,
    };

    private static string Condition(string code) => code switch
    {
        PosWords.OfflineNoSpend or PosWords.NotKnownOffline or PosWords.SaleUnknownOffline or PosWords.CloudSilent => "UnreachableHost",
        PosWords.JournalFull or PosWords.JournalUnavailable or PosWords.NotEnrolled => "UnavailableService",
        PosWords.InProgress or PosWords.OutcomeUnknown => "InProgress",
        PosWords.OutcomeUnknownReversed or PosWords.ReversedBeforeSale => "Cancel",
        PosWords.SaleUnknown or "message_unknown" => "NotFound",
        PosWords.TapNotYours or PosWords.NotPaired or "unsupported_message" or "use_payment" or "use_reversal"
            or PosWords.PartialReversal => "NotAllowed",
        PosWords.BadTrack or PosWords.NobodyPresented or "identification_malformed" => "InvalidCard",
        "otp_wrong" or "otp_expired" or "otp_used" => "WrongPIN",
        "token_unknown" or "token_expired" or "token_used" => "InvalidCard",
        PosWords.MessageReused or PosWords.CardNumberInText or PosWords.SaleTooLarge or "malformed_message" => "MessageFormat",
        _ => IsTicketMistake(code) ? "MessageFormat" : "Refusal",
    };

    private static bool IsTicketMistake(string code) =>
        Enum.GetValues<Rules.Purchases.TicketCode>().Any(mistake => PosWords.CodeOf(mistake) == code);

    private static JsonObject Loyalty(SaleAnswer answer)
    {
        var result = new JsonObject
        {
            ["LoyaltyAccount"] = Account(answer.Customer ?? new Customer("", "", "", [])),
            ["LoyaltyAmount"] = new JsonObject
            {
                ["LoyaltyUnit"] = "Monetary", ["Currency"] = answer.Currency, ["Value"] = Major(answer, answer.Award),
            },
        };
        if (answer.Redeem > 0) result["Rebates"] = new JsonObject { ["TotalRebate"] = Major(answer, answer.Redeem) };
        if (answer.Customer is { } customer && Total(customer) is { } total) result["CurrentBalance"] = total.Major;
        return result;
    }

    private static JsonObject Account(Customer customer) => new()
    {
        ["LoyaltyAccountID"] = new JsonObject
        {
            ["EntryMode"] = new JsonArray("Keyed"),
            ["IdentificationType"] = "AccountNumber",
            ["LoyaltyID"] = customer.Code.Length > 0 ? $"contact:{customer.Code}" : customer.Id,
        },
        ["LoyaltyBrand"] = "CRM.COM",
    };

    private static Money? Total(Customer customer)
    {
        if (customer.Balances.Count == 0 || !Currency.TryParse(customer.Balances[0].Currency, out var currency)) return null;
        return new Money(customer.Balances.Where(b => b.Currency == currency.Code).Sum(b => b.Minor), currency);
    }

    private static string Balances(IdentifyAnswer answer)
    {
        if (answer.Customer is not { } customer) return answer.Say;
        var parts = customer.Balances.Select(b => Currency.TryParse(b.Currency, out var c) ? $"{b.Pocket} {new Money(b.Minor, c)}" : b.Pocket);
        return string.Join(", ", [customer.Name.Length > 0 ? customer.Name : answer.Say, .. parts]);
    }

    private static decimal Major(SaleAnswer answer, long minor) => answer.Amount(minor)?.Major ?? 0;

    private static JsonObject Transaction(string number, DateTimeOffset now) =>
        new() { ["POITransactionID"] = Identification(number, now) };

    private static JsonObject Identification(string id, DateTimeOffset now) =>
        new() { ["TransactionID"] = id, ["TimeStamp"] = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture) };
}
