using CrmEdge.Kernel;
using CrmEdge.Rules.Lots;
using CrmEdge.Rules.Offers;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Rules.Purchases;

/// <summary>Everything a purchase is decided from.</summary>
public sealed record PurchaseFacts
{
    /// <summary>The ticket, in the business's currency.</summary>
    public required Ticket Ticket { get; init; }

    /// <summary>True where it was rung in another one: it earns, and cannot be paid from the wallet.</summary>
    public bool Foreign { get; init; }

    /// <summary>Where and when, on the organisation's clock.</summary>
    public required Circumstances At { get; init; }

    /// <summary>The instant that expiry is held against.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What the catalogue knows, by SKU.</summary>
    public IReadOnlyDictionary<string, ProductTraits> Products { get; init; } = new Dictionary<string, ProductTraits>();

    /// <summary>The offers in force.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>The pools, by id.</summary>
    public IReadOnlyDictionary<Guid, Pool> Pools { get; init; } = new Dictionary<Guid, Pool>();

    /// <summary>The contact's lots.</summary>
    public IReadOnlyList<Lot> Lots { get; init; } = [];

    /// <summary>Open money with the business.</summary>
    public required Money BusinessPocket { get; init; }

    /// <summary>Cash that is held for this purchase.</summary>
    public required Money CashHeld { get; init; }

    /// <summary>Who said that the contact wants to spend.</summary>
    public SpendAuthority Authority { get; init; }

    /// <summary>What the spend token allows; null where none came.</summary>
    public TokenAmount? Token { get; init; }

    /// <summary>The contact may not spend.</summary>
    public bool SpendBlocked { get; init; }

    /// <summary>How the business rewards.</summary>
    public RewardPolicy Policy { get; init; } = new();
}

/// <summary>What says that the contact wants to spend.</summary>
public enum SpendAuthority
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The caller, where the business trusts it to know its customer. Never good for cash.</summary>
    Caller,

    /// <summary>The contact: a spend token or a one-time code, claimed for this purchase.</summary>
    Contact,
}

/// <summary>How a business rewards.</summary>
public sealed record RewardPolicy
{
    /// <summary>What is given where several offers match.</summary>
    public OfferResolution Resolution { get; init; } = OfferResolution.All;

    /// <summary>When pools turn into open money.</summary>
    public RedeemMode Redeem { get; init; } = RedeemMode.OnRequest;

    /// <summary>What is done with money that was redeemed unasked.</summary>
    public ReductionMode Reduction { get; init; } = ReductionMode.FrontEnd;

    /// <summary>A caller with a secret key may spend business money for a contact without its code.</summary>
    public bool TrustCaller { get; init; }
}

/// <summary>When pools turn into open money.</summary>
public enum RedeemMode
{
    /// <summary>When the contact spends.</summary>
    OnRequest,

    /// <summary>On every purchase that they may pay.</summary>
    Automatic,
}

/// <summary>What becomes of money redeemed unasked.</summary>
public enum ReductionMode
{
    /// <summary>It lowers what is due at the till.</summary>
    FrontEnd,

    /// <summary>The customer pays in full and keeps it as open money, to be paid out.</summary>
    BackEnd,
}
