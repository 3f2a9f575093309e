using CrmEdge.Cloud.Core.Purchases;
using CrmEdge.Cloud.Core.Wallet;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Cloud.Host.Wallet;

namespace CrmEdge.Cloud.Host.Purchases;

/// <summary>Step 1 of a purchase that spends: the wallet's home checks its word and holds cash.</summary>
internal sealed class SpendClaiming(ILedger ledger, WalletSecrets secrets)
{
    /// <summary>What is claimed, for which attempt.</summary>
    internal sealed record Wanted(
        Guid Tenant, Guid Platform, string Tap, PurchaseKey Key, Guid Wallet, Guid? Token, string? Otp, Money CashMax);

    /// <summary>Claims; wrong codes count against the wallet and against the till.</summary>
    public async Task<SpendClaimed> ClaimAsync(Wanted wanted, CancellationToken ct)
    {
        var till = await ledger.SubmitAsync(new RecordAttempt(wanted.Tenant, wanted.Tap, null), ct);
        if (till.Code != WalletCode.Ok) return new SpendClaimed(till.Code, Money.Zero(wanted.CashMax.Currency), null);
        var claimed = await ledger.SubmitAsync(new ClaimSpend
        {
            Platform = wanted.Platform,
            Wallet = wanted.Wallet,
            Business = wanted.Tenant,
            Purchase = wanted.Key.Purchase,
            Attempt = wanted.Key.Attempt,
            Proof = await ProofAsync(wanted, ct),
            CashMax = wanted.CashMax,
        }, ct);
        if (IsGuess(claimed.Code)) await NoteAsync(wanted.Tenant, wanted.Tap, right: false, ct);
        else if (claimed.Code == WalletCode.Ok && till.Failures > 0) await NoteAsync(wanted.Tenant, wanted.Tap, right: true, ct);
        return claimed;
    }

    /// <summary>A code that named no wallet at all counts against the till alone.</summary>
    public async Task<WalletCode> NoteUnknownTokenAsync(Guid tenant, string tap, CancellationToken ct)
    {
        var till = await ledger.SubmitAsync(new RecordAttempt(tenant, tap, null), ct);
        if (till.Code != WalletCode.Ok) return till.Code;
        await NoteAsync(tenant, tap, right: false, ct);
        return WalletCode.TokenUnknown;
    }

    /// <summary>Frees a claim whose purchase was refused. Where this fails the sweep does it.</summary>
    public Task ReleaseAsync(Guid platform, Guid wallet, PurchaseKey key, CancellationToken ct) =>
        ledger.SubmitAsync(new SettleHold(platform, wallet, key.Attempt, null), ct);

    private async Task<SpendProof> ProofAsync(Wanted wanted, CancellationToken ct) => wanted.Token is { } token
        ? new SpendProof.Token(token)
        : new SpendProof.Otp(wanted.Otp!, await secrets.FindAsync(wanted.Platform, wanted.Wallet, ct));

    private Task<AttemptAnswer> NoteAsync(Guid tenant, string tap, bool right, CancellationToken ct) =>
        ledger.SubmitAsync(new RecordAttempt(tenant, tap, right), ct);

    // A code that was right once counts as well: who is told so must not get further tries for it.
    private static bool IsGuess(WalletCode code) =>
        code is WalletCode.OtpWrong or WalletCode.OtpExpired or WalletCode.OtpUsed or WalletCode.TokenUnknown;
}
