using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>A wallet as the platform keeps it: its code, and what guards its one-time codes.</summary>
public sealed record WalletHome : IOwned
{
    /// <summary>The platform's tenant.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>The wallet.</summary>
    public required Guid Id { get; init; }

    /// <summary>Sixteen digits, unique.</summary>
    public required string Code { get; init; }

    /// <summary>The step of the last one-time code that was accepted; no code of it or before is good again.</summary>
    public long LastOtpStep { get; init; }

    /// <summary>Slows down whoever guesses codes.</summary>
    public AttemptThrottle Throttle { get; init; }

    /// <summary>The account of the wallet's cash in a currency.</summary>
    public static Account Cash(Guid platform, Guid wallet, Currency currency) =>
        Account.New(platform, AccountKind.WalletCash, wallet, currency);

    /// <summary>The platform's account of a kind, which it has once in each partition.</summary>
    public static Account Platform(Guid platform, AccountKind kind, int partition, Currency currency) =>
        Account.New(platform, kind, AccountId.PartitionOwner(platform, partition), currency);
}
