using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Kernel;
using CrmEdge.Rules.Spend;

namespace CrmEdge.Cloud.Core.Wallet;

/// <summary>What the contact gave to show that it wants to spend. It does not print what it holds.</summary>
public abstract record SpendProof
{
    private protected SpendProof()
    {
    }

    /// <summary>Names what was given, so that a repeat with the same is known.</summary>
    internal abstract Guid Name(Guid wallet);

    internal abstract void Reads(ReadSet reads);

    /// <summary>Checks it and writes what follows from it, be it right or wrong.</summary>
    internal abstract ProofAnswer Check(Books books, WalletHome home, SpendClaim claim, DateTimeOffset now);

    /// <summary>A spend token that was found by its hash.</summary>
    /// <param name="Id">The token.</param>
    public sealed record Token(Guid Id) : SpendProof
    {
        internal override Guid Name(Guid wallet) => Id;

        internal override void Reads(ReadSet reads) => reads.Find<SpendToken>(Id);

        internal override ProofAnswer Check(Books books, WalletHome home, SpendClaim claim, DateTimeOffset now)
        {
            if (books.Find<SpendToken>(Id) is not { } token || token.Wallet != home.Id || token.Business != claim.Business)
                return new ProofAnswer(WalletCode.TokenUnknown, null);
            if (token.Claim is { } used && used != claim.Id) return new ProofAnswer(WalletCode.TokenUsed, null);
            if (token.Claim is null && token.Expires <= now) return new ProofAnswer(WalletCode.TokenExpired, null);
            books.Put(token with { Claim = claim.Id });
            return new ProofAnswer(WalletCode.Ok, token.Amount);
        }
    }

    /// <summary>The wallet's one-time code.</summary>
    /// <param name="Code">Six digits.</param>
    /// <param name="Secret">The wallet's secret, from which the keys of days follow; null where it has none.</param>
    public sealed record Otp(string Code, ReadOnlyMemory<byte>? Secret) : SpendProof
    {
        /// <inheritdoc/>
        public override string ToString() => "one-time code";

        internal override Guid Name(Guid wallet) => NamedId.Of(wallet, $"otp:{Code}");

        internal override void Reads(ReadSet reads)
        {
        }

        internal override ProofAnswer Check(Books books, WalletHome home, SpendClaim claim, DateTimeOffset now)
        {
            if (Secret is not { } secret) return new ProofAnswer(WalletCode.OtpNotSetUp, null);
            if (!home.Throttle.Admits(now)) return new ProofAnswer(WalletCode.WalletLocked, null);
            byte[] DayKey(DateOnly day) => Totp.DayKey(secret.Span, day);
            if (WalletOtp.Match(DayKey, Code, now, home.LastOtpStep) is { } step)
            {
                books.Put(home with { LastOtpStep = step, Throttle = AttemptThrottle.Clear });
                return new ProofAnswer(WalletCode.Ok, null);
            }
            books.Put(home with { Throttle = home.Throttle.Failed(now) });
            return new ProofAnswer(WhyNot(DayKey, home, now), null);
        }

        private WalletCode WhyNot(Func<DateOnly, byte[]?> dayKey, WalletHome home, DateTimeOffset now)
        {
            if (WalletOtp.Match(dayKey, Code, now, lastUsedStep: 0) is not null) return WalletCode.OtpUsed;
            if (WalletOtp.MatchExpired(dayKey, Code, now) is not { } step) return WalletCode.OtpWrong;
            return step == home.LastOtpStep ? WalletCode.OtpUsed : WalletCode.OtpExpired;
        }
    }
}

/// <summary>What a proof came to.</summary>
/// <param name="Code">Ok, or what is wrong with it.</param>
/// <param name="Amount">What a token allows; null is as much as possible.</param>
public readonly record struct ProofAnswer(WalletCode Code, Money? Amount);
