using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Purchases;

internal sealed record RewardSums(decimal Award, decimal Redeem, decimal Spend);

internal sealed record FeeSums(decimal Total);

internal sealed record RungReply(decimal Total, string CurrencyCode, decimal Rate);

/// <summary>A purchase as it stands.</summary>
internal sealed record PurchaseReply(
    Guid Id, string State, Guid ContactId, Guid OrganisationId, string ReferenceNumber, string BusinessDay, long Date,
    Guid? ClassificationId, string CurrencyCode, TransactionAmountsBody TransactionAmounts, RungReply? OriginalCurrency,
    RewardSums Rewards, FeeSums Fees, decimal AmountToPay, decimal? Arrears, string? TraceId)
{
    public static PurchaseReply Of(Purchase p) => new(
        p.Id, p.State.ToString().ToUpperInvariant(), p.Contact, p.Organisation, p.Reference, p.BusinessDay, p.At.Epoch(),
        p.Classification, p.Total.Currency.Code, new(p.Net.Major, p.Tax.Major, p.Discount.Major, p.Total.Major),
        p is { Rung: { } rung, Rate: { } rate } ? new RungReply(rung.Major, rung.Currency.Code, rate) : null,
        new(p.Awarded.Major, p.Redeemed.Major, p.Spent.Major), new(0m), p.AmountToPay.Major, p.Arrears?.Major,
        p.Trace);
}
