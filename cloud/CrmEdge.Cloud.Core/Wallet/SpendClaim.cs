using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>
/// A wallet's promise to one attempt at a purchase: the contact's word was good, and so much cash is held for it until the
/// business has decided.
/// </summary>
public sealed record SpendClaim : IOwned
{
    /// <summary>The platform's tenant.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>The claim, and the hold on cash; follows from the attempt.</summary>
    public required Guid Id { get; init; }

    /// <summary>The wallet.</summary>
    public required Guid Wallet { get; init; }

    /// <summary>The tenant that decides the purchase.</summary>
    public required Guid Business { get; init; }

    /// <summary>The purchase.</summary>
    public required Guid Purchase { get; init; }

    /// <summary>The attempt at it.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>What the contact gave: a token's id, or the name of a one-time code.</summary>
    public required Guid Proof { get; init; }

    /// <summary>What the token allows; null where it is as much as possible or was no token.</summary>
    public Money? TokenAmount { get; init; }

    /// <summary>Cash on hold; may be nil.</summary>
    public required Money Held { get; init; }

    /// <summary>Where it stands.</summary>
    public required ClaimState State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The id of an attempt's claim.</summary>
    public static Guid IdOf(Guid attempt) => NamedId.Of(attempt, "hold");
}

/// <summary>Where a claim stands. Names are stored.</summary>
public enum ClaimState
{
    /// <summary>The business has not been heard of.</summary>
    Open,

    /// <summary>The purchase was made; the cash it took is posted and the rest is free.</summary>
    Settled,

    /// <summary>It was not made, and all is free.</summary>
    Released,
}
