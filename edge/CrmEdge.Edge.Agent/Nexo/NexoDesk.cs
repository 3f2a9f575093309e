using System.Text.Json;
using System.Text.Json.Nodes;
using CrmEdge.Edge.Agent.Pos;
using CrmEdge.Edge.Agent.Sync;
using CrmEdge.Edge.Core.Pos;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>Carries out nexo messages of a paired till.</summary>
internal sealed class NexoDesk(Sales sales, Identifying identifying, ICloudLink link, TimeProvider time, ILogger<NexoDesk> logger)
{
    public async Task<NexoReply> AnswerAsync(string tap, ReadOnlyMemory<byte> json, CancellationToken stop)
    {
        var (request, refused) = NexoRequest.Read(json);
        if (request is null)
        {
            NexoLog.Refused(logger, tap, refused!.Code);
            return refused;
        }
        if (request.SaleId != tap)
        {
            NexoLog.Refused(logger, tap, PosWords.TapNotYours);
            return Refuse(request, PosWords.TapNotYours, PosWords.Say(PosWords.TapNotYours, "SaleID"));
        }
        return request.Category switch
        {
            "Login" => NexoReply.To(request, Login()),
            "Logout" => NexoReply.To(request, new JsonObject { ["Response"] = NexoAnswers.Response("Success", PosWords.Ok, "Bye.") }),
            "Diagnosis" => NexoReply.To(request, Diagnosis()),
            "Loyalty" => await LoyaltyAsync(request, tap, stop),
            "BalanceInquiry" => await BalanceAsync(request, tap, stop),
            "Payment" => await PaymentAsync(request, tap, stop),
            "Reversal" => await ReversalAsync(request, tap, stop),
            "TransactionStatus" => Status(request, tap),
            _ => Refuse(request, "unsupported_message",
                "Login, Logout, Diagnosis, Loyalty, BalanceInquiry, Payment, Reversal and TransactionStatus are understood."),
        };
    }

    private async Task<NexoReply> PaymentAsync(NexoRequest request, string tap, CancellationToken stop)
    {
        var fields = new JsonFields();
        if (fields.Text(request.Body, "PaymentData", "PaymentType") is not (null or "Normal"))
            return Refuse(request, "use_reversal", "Only sales are paid here. Send a Reversal to undo one.");
        var draft = NexoTickets.Sale(request.Body, fields, time.LocalTimeZone);
        if (fields.Wrong is not null) return Malformed(request, fields.Wrong);
        var presented = NexoTickets.LoyaltyAccount(request.Body, fields) is null;
        var answer = await sales.SellAsync(new SaleOrder(tap, draft, presented, request.Alias), stop);
        var number = new BookingKey(tap, draft.BusinessDay ?? "", draft.Reference ?? "").Number;
        return NexoReply.To(request, NexoAnswers.Payment(answer, number, draft.Reference, time.GetUtcNow()));
    }

    private async Task<NexoReply> ReversalAsync(NexoRequest request, string tap, CancellationToken stop)
    {
        var fields = new JsonFields();
        var number = fields.Required(request.Body, "OriginalPOITransaction", "POITransactionID", "TransactionID");
        var owner = fields.Text(request.Body, "OriginalPOITransaction", "SaleID");
        var amount = fields.Number(request.Body, "ReversedAmount");
        var reason = Reason(fields.Text(request.Body, "ReversalReason"));
        if (reason is null) fields.Blame("ReversalReason");
        if (BookingKey.Parse(tap, number) is not { } key)
        {
            fields.Blame("OriginalPOITransaction", "POITransactionID", "TransactionID");
            return Malformed(request, fields.Wrong!);
        }
        if (fields.Wrong is not null) return Malformed(request, fields.Wrong);
        if (owner is not null && owner != tap)
            return Refuse(request, PosWords.TapNotYours, PosWords.Say(PosWords.TapNotYours, "OriginalPOITransaction.SaleID"));
        if (amount is not null && sales.TotalOf(key)?.Major != amount)
            return Refuse(request, PosWords.PartialReversal, PosWords.Say(PosWords.PartialReversal, "ReversedAmount"));
        var answer = await sales.ReverseAsync(key, reason!, request.Alias, stop);
        return NexoReply.To(request, NexoAnswers.Reversal(answer, key.Number, time.GetUtcNow()));
    }

    private async Task<NexoReply> LoyaltyAsync(NexoRequest request, string tap, CancellationToken stop)
    {
        var fields = new JsonFields();
        if (fields.Number(request.Body, "LoyaltyTransaction", "TotalAmount") is > 0)
            return Refuse(request, "use_payment", "Loyalty tells who it is and what they have. Send sales as Payment with LoyaltyData.");
        var account = NexoTickets.LoyaltyAccount(request.Body, fields);
        var who = NexoTickets.Who(account, fields);
        if (fields.Wrong is not null) return Malformed(request, fields.Wrong);
        var answer = await identifying.IdentifyAsync(tap, who, account is null, stop);
        var told = fields.At(request.Body, "SaleData", "SaleTransactionID") is { ValueKind: JsonValueKind.Object } transaction
            ? new JsonObject { ["SaleTransactionID"] = JsonNode.Parse(transaction.GetRawText()) }
            : null;
        return NexoReply.To(request, NexoAnswers.Loyalty(answer, told, time.GetUtcNow()));
    }

    private async Task<NexoReply> BalanceAsync(NexoRequest request, string tap, CancellationToken stop)
    {
        var fields = new JsonFields();
        var account = fields.At(request.Body, "LoyaltyAccountReq", "LoyaltyAccountID");
        var who = NexoTickets.Who(account, fields);
        if (fields.Wrong is not null) return Malformed(request, fields.Wrong);
        return NexoReply.To(request, NexoAnswers.Balance(await identifying.IdentifyAsync(tap, who, account is null, stop)));
    }

    private NexoReply Status(NexoRequest request, string tap)
    {
        var fields = new JsonFields();
        var service = fields.Required(request.Body, "MessageReference", "ServiceID");
        var sale = fields.Text(request.Body, "MessageReference", "SaleID") ?? tap;
        var poi = fields.Text(request.Body, "MessageReference", "POIID") ?? request.PoiId;
        if (fields.Wrong is not null) return Malformed(request, fields.Wrong);
        if (sale != tap) return Refuse(request, PosWords.TapNotYours, PosWords.Say(PosWords.TapNotYours, "MessageReference.SaleID"));
        var found = sales.StatusOfMessage(NexoRequest.AliasOf(sale, poi, service));
        if (found is not var (what, answer))
            return Refuse(request, "message_unknown", "No sale came with this message in the last 48 hours. Send it again.");
        if (answer.State == SaleState.Pending) return Refuse(request, answer.Code, answer.Say);
        var (category, now) = (what.IsSale ? "Payment" : "Reversal", time.GetUtcNow());
        var reference = what.Number[(what.Number.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var body = what.IsSale ? NexoAnswers.Payment(answer, what.Number, reference, now) : NexoAnswers.Reversal(answer, what.Number, now);
        return NexoReply.To(request, new JsonObject
        {
            ["Response"] = NexoAnswers.Response("Success", PosWords.Ok, PosWords.Say(PosWords.Ok)),
            ["MessageReference"] = new JsonObject
            {
                ["MessageCategory"] = category, ["ServiceID"] = service, ["SaleID"] = sale, ["POIID"] = poi,
            },
            ["RepeatedMessageResponse"] = new JsonObject
            {
                ["MessageHeader"] = NexoReply.Header(category, sale, poi, service),
                ["RepeatedResponseMessageBody"] = new JsonObject { [$"{category}Response"] = body },
            },
        });
    }

    private JsonObject Login() => new()
    {
        ["Response"] = NexoAnswers.Response("Success", PosWords.Ok, link.Online ? "Connected." : "Ready, but the cloud cannot be reached."),
        ["POISystemData"] = new JsonObject
        {
            ["DateTime"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", System.Globalization.CultureInfo.InvariantCulture),
            ["POISoftware"] = new JsonObject
            {
                ["ManufacturerID"] = "CrmEdge", ["ApplicationName"] = "CrmEdge", ["SoftwareVersion"] = "1", ["CertificationCode"] = "none",
            },
            ["POIStatus"] = NexoAnswers.Status(link.Online),
        },
    };

    private JsonObject Diagnosis() => new()
    {
        ["Response"] = NexoAnswers.Response("Success", PosWords.Ok, link.Online ? "Connected." : "The cloud cannot be reached."),
        ["POIStatus"] = NexoAnswers.Status(link.Online),
        ["HostStatus"] = new JsonArray(new JsonObject { ["AcquirerID"] = "CRM.COM", ["IsReachableFlag"] = link.Online }),
    };

    private static string? Reason(string? nexo) => nexo switch
    {
        "CustCancel" => "customer_cancelled",
        "MerchantCancel" => "merchant_cancelled",
        "Malfunction" or "Unable2Compl" => "outcome_unknown",
        _ => null,
    };

    private NexoReply Malformed(NexoRequest request, string field) =>
        Refuse(request, "malformed_message", $"{field} is missing or not as it should be. Correct it and send it again; nothing was changed.");

    private NexoReply Refuse(NexoRequest request, string code, string say)
    {
        NexoLog.Refused(logger, request.SaleId, code);
        return NexoReply.To(request, NexoAnswers.Refusal(code, say));
    }
}
