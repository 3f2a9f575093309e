using CrmEdge.Cloud.Host.Api;
using CrmEdge.Cloud.Host.Contacts;
using CrmEdge.Kernel.Privacy;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>A purchase as a POS sends it.</summary>
internal sealed record NewPurchase(
    BuyerBody? Contact, PlaceBody? Organisation, string? ReferenceNumber, string? BusinessDay, long? Date,
    ClassificationBody? Classification, string? CurrencyCode, TransactionAmountsBody? TransactionAmounts,
    IReadOnlyList<ProductBody>? Products, SpendRequestBody? SpendRequest, string? PaymentMediumIdentifier)
{
    private const long DateMax = 253_402_300_799; // the end of year 9999

    /// <summary>What is wrong with it before it can be looked at as a ticket.</summary>
    public Refusal? Refusal => new FieldChecks()
        .That(Date is null or (>= 0 and <= DateMax), "date", "is no time in epoch seconds")
        .That(ReferenceNumber?.Contains(Scrubber.CardMark, StringComparison.Ordinal) != true, "reference_number",
            "looks like a card number")
        .That(Products?.All(product => product is not null) != false, "products", "has a product that is null").Refusal;

    public TicketDraft Draft(DateTimeOffset now) => new()
    {
        Reference = ReferenceNumber,
        BusinessDay = BusinessDay,
        At = Date is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : now,
        Currency = CurrencyCode,
        Classification = Classification?.Name,
        PaymentMedium = PaymentMediumIdentifier,
        Amounts = new AmountsDraft(TransactionAmounts?.Net, TransactionAmounts?.Tax, TransactionAmounts?.Total),
        Discount = TransactionAmounts?.Discount,
        Lines = [.. (Products ?? []).Select(product => product.Line)],
        Identification = Contact?.Draft ?? new IdentificationDraft(),
        Spend = SpendRequest is { } spend ? new SpendDraft(spend.Amount, spend.RestrictFullyCovered ?? false) : null,
    };

    public PlaceDraft Place => new(Organisation?.Id, Organisation?.Tap);
}

/// <summary>Who bought: one of them, and perhaps a six-digit otp. Codes arrive raw, because they may look like cards.</summary>
internal sealed record BuyerBody(string? Id, string? Code, Unscrubbed? Otp, Unscrubbed? WalletCode, CimBody? Cim,
    Unscrubbed? GiftPass)
{
    public IdentificationDraft Draft => new()
    {
        ContactId = Id,
        ContactCode = Code,
        Otp = Otp?.Raw,
        WalletCode = WalletCode?.Raw,
        Cim = Cim?.Value?.Raw,
        CimKind = Cim?.Type is { } type ? GivenCim.KindOf(type) : null,
        GiftPass = GiftPass?.Raw,
    };
}

internal sealed record CimBody(CimType? Type, Unscrubbed? Value);

internal sealed record PlaceBody(string? Id, TapBody? MerchantTap, TapBody? VenueTap)
{
    /// <summary>The till; null where none or two are named, which <see cref="PlaceDraft.IsOne"/> then refuses.</summary>
    public string? Tap => MerchantTap is null || VenueTap is null ? (MerchantTap ?? VenueTap)?.IdOrCode : null;
}

internal sealed record TapBody(string? Id, string? Code)
{
    public string? IdOrCode => Id is null || Code is null ? Id ?? Code : null;
}

internal sealed record ClassificationBody(string? Name);

internal sealed record TransactionAmountsBody(decimal? Net, decimal? Tax, decimal? Discount, decimal? Total);

internal sealed record ProductBody(
    string? Sku, string? Name, string? Family, decimal? Quantity, decimal? NetAmount, decimal? TaxAmount, decimal? TotalAmount)
{
    public LineDraft Line => new(Sku, Name, Family, Quantity, new AmountsDraft(NetAmount, TaxAmount, TotalAmount));
}

internal sealed record SpendRequestBody(decimal? Amount, bool? RestrictFullyCovered);
