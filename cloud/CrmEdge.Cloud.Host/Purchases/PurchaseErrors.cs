using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Wallet;
using CrmEdge.Rules.Purchases;
using Refusal = CrmEdge.Cloud.Host.Api.Refusal;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>What each refusal of a purchase says to whoever rang it.</summary>
internal static class PurchaseErrors
{
    public const string DateInFuture = "date_in_future";
    public const string PlaceAmbiguous = "organisation_ambiguous";
    public const string PlaceNotFound = "organisation_not_found";
    public const string ContactNotFound = "contact_not_found";
    public const string WalletCodeMustRotate = "wallet_code_must_rotate";
    public const string RateUnknown = "exchange_rate_unknown";

    private static readonly Dictionary<string, string> Messages = new()
    {
        [Name(TicketCode.ReferenceMissing)] =
            "Send the receipt number as reference_number: by it a repeat is told from a new purchase.",
        [Name(TicketCode.BusinessDayMalformed)] =
            "Send business_day as a date (2026-11-21) or the number of a Z report, or leave it out.",
        [Name(TicketCode.TextTooLong)] = "A text is too long. Shorten the field that parameters names.",
        [Name(TicketCode.TextMalformed)] = "A text holds control characters. Send plain text in the field that parameters names.",
        [Name(TicketCode.CurrencyUnknown)] = "Send currency_code as an ISO 4217 code in capitals, such as EUR.",
        [Name(TicketCode.TooManyLines)] = $"A ticket has at most {TicketLimits.LinesMax} lines. Add up equal products.",
        [Name(TicketCode.SkuMissing)] = "Every product needs its sku. Send the till's own code.",
        [Name(TicketCode.QuantityNotPositive)] =
            "A quantity is above nothing. Goods that come back are a return, not a purchase.",
        [Name(TicketCode.QuantityTooLarge)] = "The quantity is beyond what a ticket can hold. Check its unit.",
        [Name(TicketCode.QuantityTooFine)] = "A quantity has at most six decimals. Round it.",
        [Name(TicketCode.AmountNegative)] = "An amount is below zero. Goods that come back are a return, not a purchase.",
        [Name(TicketCode.AmountTooFine)] = "An amount has more decimals than its currency. Round it.",
        [Name(TicketCode.AmountTooLarge)] =
            "The amount is beyond what a ticket can hold. Check its unit: amounts are in major units.",
        [Name(TicketCode.AmountMissing)] = "Send a net or a total amount, of the ticket or of every line.",
        [Name(TicketCode.LineDoesNotAddUp)] = "Net and tax of a line do not make its total. Correct them, or leave one out.",
        [Name(TicketCode.TotalsDoNotAddUp)] = "Net and tax of the ticket do not make its total. Correct them, or leave one out.",
        [Name(TicketCode.LinesDoNotMakeTotals)] =
            "The lines do not make the ticket's amounts. Correct them, or leave transaction_amounts out.",
        [Name(TicketCode.IdentificationMissing)] = "Say who bought: contact id, code, otp, wallet_code, cim or gift_pass.",
        [Name(TicketCode.IdentificationAmbiguous)] = "Say in one way alone who bought. Only a six-digit otp may stand beside it.",
        [Name(TicketCode.IdentificationMalformed)] = "This cannot be what it is sent as. Scan or type it again.",
        [Name(TicketCode.OtpIdentifiesNobody)] =
            "Six digits alone name nobody. Send them beside a wallet code or another identification.",
        [Name(TicketCode.SpendNotPositive)] = "Send an amount to spend above zero, or none for as much as possible.",
        [Name(TicketCode.PaymentMediumMalformed)] = "Send at most the first eight digits of a card. Never send more of it.",
        [Name(PurchaseCode.SpendNotAuthorised)] =
            "To spend, send the customer's spend token, or its one-time code beside the identification.",
        [Name(PurchaseCode.TokenAmountMismatch)] =
            "The token allows another amount than is asked for. Ask for that amount, or for a new token.",
        [Name(PurchaseCode.SpendInForeignCurrency)] =
            "Wallet money is not spent in another currency. Send the purchase without spend_request.",
        [Name(PurchaseCode.SpendBlocked)] = "This contact may not spend. Take another payment; your back office can say why.",
        [Name(PurchaseCode.FundsShort)] =
            "The wallet does not cover the amount. Ask for less, or without restrict_fully_covered.",
        [Name(PurchaseCode.LimitNumberReached)] = "The contact has spent as often as its limit allows. Take another payment.",
        [Name(PurchaseCode.LimitAmountReached)] = "This would be more than the contact's limit allows. Ask for less.",
        [PurchaseRefusals.ReferenceReused] =
            "This reference stands for another purchase of this till and day. Send a reference of its own.",
        [PurchaseRefusals.Abandoned] =
            "This attempt was given up after its answer was lost. Ring it again under a new reference.",
        [PurchaseRefusals.AlreadyReversed] =
            "This sale was taken back before it came, and will not be booked. Ring it again under a new reference.",
        [PurchaseRefusals.TooManyRefusals] = RefusalBudget.Message,
        [PurchaseRefusals.NotFound] = "There is no such purchase.",
        [PurchaseRefusals.CancelledBefore] = "The purchase was cancelled before. There is nothing more to take back.",
        [DateInFuture] = "The date lies more than a day ahead. Set the till's clock, or send epoch seconds.",
        [PlaceAmbiguous] = "Say where in one way: organisation id, merchant_tap or venue_tap.",
        [PlaceNotFound] = "There is no such organisation or till here. Check its code, and that the API key is of its business.",
        [ContactNotFound] = "Nobody of this business goes by that. Check it, or register the customer first.",
        [WalletCodeMustRotate] = "Wallet codes rotate here. Scan the code that the customer's app shows now: 22 digits.",
        [RateUnknown] = "No exchange rate is set for this currency. Set one under /exchange_rates, or ring in your own currency.",
    };

    /// <summary>The answer to a refusal, whichever step it came from.</summary>
    public static Refusal Of(string code, string? field)
    {
        if (code == PurchaseRefusals.TooManyRefusals) return RefusalBudget.Spent;
        return WireName.TryParse<WalletCode>(code, out var wallet) && !Messages.ContainsKey(code)
            ? LedgerAnswers.Of(wallet)!
            : LedgerAnswers.Refused(code, Messages[code], field);
    }

    private static string Name<T>(T code) where T : struct, Enum => WireName.Of(code);
}
