using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>A line of a purchase.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Purchase">The purchase.</param>
/// <param name="Number">From 1.</param>
/// <param name="Sku">The product's code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Quantity">Units.</param>
/// <param name="Net">Before tax.</param>
/// <param name="Tax">The tax.</param>
public sealed record PurchaseLine(
    Guid Tenant, Guid Purchase, int Number, string Sku, string? Name, decimal Quantity, Money Net, Money Tax) : IFact;

/// <summary>One amount that a purchase moved, and the rule that made it.</summary>
/// <param name="Tenant">The business.</param>
/// <param name="Purchase">The purchase.</param>
/// <param name="Number">From 1, in the order in which they were decided.</param>
/// <param name="Type">What it did.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Why">The rule in words.</param>
/// <param name="Rule">The offer that awarded, the pool that was redeemed.</param>
/// <param name="Pool">The pool.</param>
/// <param name="Lot">The lot that received or paid.</param>
public sealed record PurchaseReward(
    Guid Tenant, Guid Purchase, int Number, RewardType Type, Money Amount, string Why,
    Guid? Rule = null, Guid? Pool = null, Guid? Lot = null) : IFact;

/// <summary>What an amount of a purchase did. Names are stored.</summary>
public enum RewardType
{
    /// <summary>An offer gave it into a pool.</summary>
    Award,

    /// <summary>A pool turned it into open money.</summary>
    Redeem,

    /// <summary>The wallet's business money paid it.</summary>
    SpendBusiness,

    /// <summary>The wallet's cash paid it.</summary>
    SpendCash,
}

/// <summary>
/// Word from the business to a wallet's home, written with the decision it reports and delivered until it is heard.
/// </summary>
/// <param name="Tenant">The business.</param>
/// <param name="Id">The message.</param>
/// <param name="Type">What it says.</param>
/// <param name="Wallet">To whom.</param>
/// <param name="Purchase">About which purchase.</param>
/// <param name="Attempt">About which attempt at it.</param>
/// <param name="Amount">How much; may be nil for a hold.</param>
public sealed record HomeMessage(
    Guid Tenant, Guid Id, HomeMessageType Type, Guid Wallet, Guid Purchase, Guid Attempt, Money Amount) : IFact;

/// <summary>What a business tells a wallet's home. Names are stored.</summary>
public enum HomeMessageType
{
    /// <summary>The purchase was made: post so much of the hold, free the rest.</summary>
    SettleHold,

    /// <summary>The purchase was cancelled: give so much back.</summary>
    RefundCash,
}
