using CrmEdge.Kernel;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Rules.Spend;

/// <summary>How much a purchase is to be paid from the wallet.</summary>
public static class SpendTarget
{
    /// <summary>
    /// The amount, at most <paramref name="total"/>; null where nothing is to be spent. A token says by itself that its holder
    /// wants to spend; token and request may each name the amount, and then the same.
    /// </summary>
    /// <param name="request">What the till asked for.</param>
    /// <param name="token">The token that came with it.</param>
    /// <param name="total">What the purchase costs.</param>
    /// <param name="target">The amount.</param>
    public static PurchaseCode Of(SpendRequest? request, TokenAmount? token, Money total, out Money? target)
    {
        target = null;
        if (request is null && token is null) return PurchaseCode.Ok;
        var (asked, allowed) = (request?.Amount, token?.Amount);
        if (allowed is { } amount && amount.Currency != total.Currency) return PurchaseCode.TokenAmountMismatch;
        if (asked is not null && allowed is not null && asked != allowed) return PurchaseCode.TokenAmountMismatch;
        target = Money.Min(asked ?? allowed ?? total, total);
        return PurchaseCode.Ok;
    }
}

/// <summary>What a spend token allows.</summary>
/// <param name="Amount">Null is as much as possible.</param>
public readonly record struct TokenAmount(Money? Amount);
