using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>A contact's word that it wants to spend, good for one purchase; kept as hashes.</summary>
public sealed record SpendToken : IOwned
{
    /// <summary>The platform's tenant.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>The token.</summary>
    public required Guid Id { get; init; }

    /// <summary>The wallet that spends.</summary>
    public required Guid Wallet { get; init; }

    /// <summary>The business it was issued at, and alone is good at.</summary>
    public required Guid Business { get; init; }

    /// <summary>Hash of the scanned text.</summary>
    public required ReadOnlyMemory<byte> ScannedHash { get; init; }

    /// <summary>Hash of the keyed text.</summary>
    public required ReadOnlyMemory<byte> KeyedHash { get; init; }

    /// <summary>How much; null is as much as possible.</summary>
    public Money? Amount { get; init; }

    /// <summary>From this instant it is good no more.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>The claim that used it; null while it is unused.</summary>
    public Guid? Claim { get; init; }
}
