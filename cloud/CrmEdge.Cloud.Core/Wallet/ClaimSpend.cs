using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>
/// Claims the contact's word for one attempt at a purchase and holds cash for it. A wrong code is kept
/// too: it counts. The hold has no timeout: it ends when the business has decided.
/// </summary>
public sealed record ClaimSpend : IOperation<SpendClaimed>
{
    /// <summary>The platform's tenant.</summary>
    public required Guid Platform { get; init; }

    /// <summary>The wallet that spends.</summary>
    public required Guid Wallet { get; init; }

    /// <summary>The tenant that will decide the purchase.</summary>
    public required Guid Business { get; init; }

    /// <summary>The purchase.</summary>
    public required Guid Purchase { get; init; }

    /// <summary>The attempt at it.</summary>
    public required Guid Attempt { get; init; }

    /// <summary>What the contact gave.</summary>
    public required SpendProof Proof { get; init; }

    /// <summary>How much cash to hold at most: what the purchase costs, or less where less was asked for.</summary>
    public required Money CashMax { get; init; }

    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Home(Platform, Wallet);

    private Guid ClaimId => SpendClaim.IdOf(Attempt);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<WalletHome>(Wallet);
        reads.Find<SpendClaim>(ClaimId);
        Proof.Reads(reads);
        reads.Post(Hold(CashMax, reads.Partition));
    }

    /// <inheritdoc/>
    public Verdict<SpendClaimed> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<WalletHome>(Wallet) is not { } home) return Answer(WalletCode.WalletNotFound);
        var made = books.Find<SpendClaim>(ClaimId);
        if (made is { State: ClaimState.Released }) return Answer(WalletCode.ClaimReleased);
        if (made is not null && made.Proof == Proof.Name(Wallet)) return Verdict.Keep(Claimed(made));

        var claim = made ?? Fresh(now);
        var proof = Proof.Check(books, home, claim, now);
        if (proof.Code != WalletCode.Ok) return Answer(proof.Code);
        claim = claim with { Proof = Proof.Name(Wallet), TokenAmount = proof.Amount,
            Held = made?.Held ?? HoldCash(books, proof.Amount) };
        books.Put(claim);
        return Verdict.Keep(Claimed(claim));
    }

    private Money HoldCash(Books books, Money? allowed)
    {
        var none = Money.Zero(CashMax.Currency);
        var most = allowed is { } amount && amount.Currency == CashMax.Currency ? Money.Min(CashMax, amount) : CashMax;
        var available = books.Account(WalletHome.Cash(Platform, Wallet, CashMax.Currency).Id)?.Available ?? none;
        var held = Money.Min(most, available);
        if (held <= none) return none;
        books.Open(WalletHome.Platform(Platform, AccountKind.InTransit, books.Partition, CashMax.Currency));
        Invariant.Holds(books.Post(Hold(held, books.Partition)) == PostCode.Ok);
        return held;
    }

    private Transfer Hold(Money amount, int partition) => Transfer.Hold(Platform, ClaimId,
        WalletHome.Cash(Platform, Wallet, amount.Currency).Id,
        WalletHome.Platform(Platform, AccountKind.InTransit, partition, amount.Currency).Id,
        amount, TransferCode.CrossTenant, references: new TransferReferences(Purchase, Wallet));

    private SpendClaim Fresh(DateTimeOffset now) => new()
    {
        Tenant = Platform,
        Id = ClaimId,
        Wallet = Wallet,
        Business = Business,
        Purchase = Purchase,
        Attempt = Attempt,
        Proof = Proof.Name(Wallet),
        Held = Money.Zero(CashMax.Currency),
        State = ClaimState.Open,
        MadeAt = now,
    };

    private static SpendClaimed Claimed(SpendClaim claim) => new(WalletCode.Ok, claim.Held, claim.TokenAmount);

    // Kept, not refused: what a wrong code did to the throttle must last.
    private Verdict<SpendClaimed> Answer(WalletCode code) =>
        Verdict.Keep(new SpendClaimed(code, Money.Zero(CashMax.Currency), null));
}

/// <summary>What came of a claim.</summary>
/// <param name="Code">Ok, or why not.</param>
/// <param name="Held">Cash on hold.</param>
/// <param name="TokenAmount">What the token allows; null is as much as possible.</param>
public readonly record struct SpendClaimed(WalletCode Code, Money Held, Money? TokenAmount);
