using CrmEdge.Cloud.Host.Purchases;
using CrmEdge.Contracts.Pos;
using PurchaseState = CrmEdge.Cloud.Core.Purchases.PurchaseState;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Sales as edges are told of them.</summary>
internal sealed class SaleResults(PurchaseReader reader)
{
    private const int ExplanationsMax = 20;

    public static PurchaseResult Refused(string code, string message) => new()
    {
        State = "REFUSED", Refusal = new Contracts.Common.Refusal { Code = code, Message = message },
    };

    /// <summary>How a sale stands, with the reason for each amount.</summary>
    public async Task<PurchaseResult> OfAsync(Core.Purchases.Purchase purchase, CancellationToken ct)
    {
        var rewards = await reader.RewardsAsync(purchase.Tenant, purchase.Id, ct);
        return new PurchaseResult
        {
            PurchaseId = purchase.Id.ToString(), State = purchase.State == PurchaseState.Posted ? "POSTED" : "CANCELLED",
            Currency = purchase.Total.Currency.Code, Award = purchase.Awarded.Minor, Redeem = purchase.Redeemed.Minor,
            Spend = purchase.Spent.Minor, AmountToPay = purchase.AmountToPay.Minor,
            Explanation = { rewards.Take(ExplanationsMax).Select(r => $"{r.Amount.Major} {r.Amount.Currency.Code}: {r.Why}") },
            Customer = new Customer { ContactId = purchase.Contact.ToString() },
        };
    }
}
