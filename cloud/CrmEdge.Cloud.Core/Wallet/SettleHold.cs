using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>
/// Ends a claim once the business has decided: posts what the purchase took, or frees everything. Told the
/// same again it does nothing; told otherwise it throws, because a decision does not change.
/// </summary>
/// <param name="Platform">The platform's tenant.</param>
/// <param name="Wallet">The wallet.</param>
/// <param name="Attempt">The attempt that was decided.</param>
/// <param name="Taken">Cash that the purchase took; null where it was not made.</param>
public sealed record SettleHold(Guid Platform, Guid Wallet, Guid Attempt, Money? Taken) : IOperation<WalletCode>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Home(Platform, Wallet);

    private Guid ClaimId => SpendClaim.IdOf(Attempt);

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<SpendClaim>(ClaimId);
        reads.Post(Transfer.Void(Platform, NamedId.Of(ClaimId, "end"), ClaimId));
    }

    /// <inheritdoc/>
    public Verdict<WalletCode> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        var end = Taken is null ? ClaimState.Released : ClaimState.Settled;
        if (books.Find<SpendClaim>(ClaimId) is not { } claim)
        {
            Invariant.Holds(Taken is not { Minor: > 0 }, "cash is taken only under a claim");
            return Verdict.Keep(WalletCode.Ok);
        }
        Invariant.Holds(claim.State == ClaimState.Open || claim.State == end, "a decided attempt stays decided");
        if (claim.State == end) return Verdict.Keep(WalletCode.Ok);
        if (claim.Held.Minor > 0) Invariant.Holds(books.Post(End()) == PostCode.Ok);
        books.Put(claim with { State = end });
        return Verdict.Keep(WalletCode.Ok);
    }

    private Transfer End() => Taken is { Minor: > 0 } taken
        ? Transfer.Post(Platform, NamedId.Of(ClaimId, "end"), ClaimId, taken)
        : Transfer.Void(Platform, NamedId.Of(ClaimId, "end"), ClaimId);
}
