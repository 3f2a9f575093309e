using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>A purchase as it stands in the books. Amounts are in the business's currency.</summary>
public sealed record Purchase : IOwned
{
    /// <summary>The business.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>See <see cref="PurchaseKey"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The attempt that became the purchase.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>Who bought.</summary>
    public required Guid Contact { get; init; }

    /// <summary>The contact's wallet; null where it has none.</summary>
    public Guid? Wallet { get; init; }

    /// <summary>Where.</summary>
    public required Guid Organisation { get; init; }

    /// <summary>The till, or the organisation where the caller named none.</summary>
    public required string Tap { get; init; }

    /// <summary>The till's business day.</summary>
    public required string BusinessDay { get; init; }

    /// <summary>The till's receipt number.</summary>
    public required string Reference { get; init; }

    /// <summary>What kind of purchase it is.</summary>
    public Guid? Classification { get; init; }

    /// <summary>First digits of the card that paid.</summary>
    public string? PaymentMedium { get; init; }

    /// <summary>When it was rung.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the books took it.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>What it came to before tax.</summary>
    public required Money Net { get; init; }

    /// <summary>The tax.</summary>
    public required Money Tax { get; init; }

    /// <summary>What it came to.</summary>
    public required Money Total { get; init; }

    /// <summary>The discount that is in these amounts.</summary>
    public required Money Discount { get; init; }

    /// <summary>What the till rang, where that was another currency.</summary>
    public Money? Rung { get; init; }

    /// <summary>Units of the business's currency for one unit of the till's.</summary>
    public decimal? Rate { get; init; }

    /// <summary>What offers gave.</summary>
    public required Money Awarded { get; init; }

    /// <summary>What pools turned into open money.</summary>
    public required Money Redeemed { get; init; }

    /// <summary>What the wallet's business money paid.</summary>
    public required Money SpentBusiness { get; init; }

    /// <summary>What the wallet's cash paid.</summary>
    public required Money SpentCash { get; init; }

    /// <summary>What the customer still pays.</summary>
    public required Money AmountToPay { get; init; }

    /// <summary>Where it stands.</summary>
    public PurchaseState State { get; init; } = PurchaseState.Posted;

    /// <summary>What went to arrears when it was cancelled, because it could not be taken back.</summary>
    public Money? Arrears { get; init; }

    /// <summary>The trace id of the ticket it came of, 32 hexadecimal digits; null where none is known.</summary>
    public string? Trace { get; init; }

    /// <summary>What the wallet paid.</summary>
    public Money Spent => SpentBusiness + SpentCash;
}

/// <summary>Where a purchase stands. Names are stored.</summary>
public enum PurchaseState
{
    /// <summary>Made.</summary>
    Posted,

    /// <summary>Taken back.</summary>
    Cancelled,
}
