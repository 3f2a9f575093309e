using CrmEdge.Kernel;
using CrmEdge.Rules.Limits;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Purchases;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>A purchase to be decided, with the reference data it is decided by: everything that cannot refuse money.</summary>
public sealed record PurchaseOrder
{
    /// <summary>The business.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>What the purchase goes by.</summary>
    public required PurchaseKey Key { get; init; }

    /// <summary>The ticket, in the business's currency.</summary>
    public required Ticket Ticket { get; init; }

    /// <summary>What the till rang, where that was another currency.</summary>
    public Money? Rung { get; init; }

    /// <summary>Units of the business's currency for one unit of the till's.</summary>
    public decimal? Rate { get; init; }

    /// <summary>Who bought.</summary>
    public required Guid Contact { get; init; }

    /// <summary>The contact's wallet.</summary>
    public Guid? Wallet { get; init; }

    /// <summary>Where.</summary>
    public required Guid Organisation { get; init; }

    /// <summary>The till.</summary>
    public required string Tap { get; init; }

    /// <summary>What kind of purchase it is.</summary>
    public Guid? Classification { get; init; }

    /// <summary>Where and when, on the organisation's clock.</summary>
    public required Circumstances At { get; init; }

    /// <summary>What the catalogue knows, by SKU.</summary>
    public IReadOnlyDictionary<string, ProductTraits> Products { get; init; } = new Dictionary<string, ProductTraits>();

    /// <summary>The offers in force.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>The pools, by id.</summary>
    public IReadOnlyDictionary<Guid, Pool> Pools { get; init; } = new Dictionary<Guid, Pool>();

    /// <summary>How the business rewards.</summary>
    public RewardPolicy Policy { get; init; } = new();

    /// <summary>The contact's limits on spending, each of another period.</summary>
    public IReadOnlyList<Limit> Limits { get; init; } = [];

    /// <summary>Who said that the contact wants to spend.</summary>
    public SpendAuthority Authority { get; init; }

    /// <summary>What the spend token allows; null where none came.</summary>
    public TokenAmount? Token { get; init; }

    /// <summary>Cash that the wallet's home holds for this attempt; nil where there is no claim.</summary>
    public required Money CashHeld { get; init; }

    /// <summary>True where there is a claim, which must hear of the decision.</summary>
    public bool Claimed { get; init; }

    /// <summary>The trace id of the ticket; no part of what tells a repeat from another purchase.</summary>
    public string? Trace { get; init; }

    /// <summary>False where the caller has had so many refusals of late that no more are remembered for it.</summary>
    public bool MayRemember { get; init; } = true;

    /// <summary>True where pools may be redeemed, so that the contact's lots matter.</summary>
    public bool MayRedeem => Rung is null
        && (Ticket.Spend is not null || Token is not null || Policy.Redeem == RedeemMode.Automatic);
}
