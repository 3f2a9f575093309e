using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The checks a transfer must pass. The first that fails names the answer; the order is contract.</summary>
internal static class TransferLadder
{
    /// <summary>What the transfer alone shows. These answers never change, so nothing is recorded.</summary>
    public static PostCode Shape(Transfer t)
    {
        if (t.Id == Guid.Empty) return PostCode.IdMustNotBeEmpty;
        if (t.Amount.Minor < 0 || (t.Amount.Minor == 0 && !t.EndsHold)) return PostCode.AmountMustBePositive;
        if (t.Debit == t.Credit && !(t.EndsHold && t.Debit == Guid.Empty)) return PostCode.AccountsMustBeDifferent;
        if (!t.EndsHold && t.PendingId is not null) return PostCode.PendingIdMustBeEmpty;
        if (t.EndsHold && t.PendingId is null) return PostCode.PendingIdMustNotBeEmpty;
        if (t.PendingId == t.Id) return PostCode.PendingIdMustBeDifferent;
        if (t.EndsHold && t.Options != TransferOptions.None) return PostCode.OptionsReservedForMoves;
        if (t.Kind == TransferKind.Pending && t.IsClosing) return PostCode.ClosingReservedForPosted;
        if (t.Timeout is null) return PostCode.Ok;
        if (t.Kind != TransferKind.Pending) return PostCode.TimeoutReservedForPending;
        return t.Timeout > TimeSpan.Zero && t.Timeout <= LedgerLimits.TimeoutMax ? PostCode.Ok : PostCode.TimeoutOutOfRange;
    }

    /// <summary>The answer to an id that is in the books. What the repeat leaves to the books is not compared.</summary>
    public static PostCode Replay(Transfer stored, Transfer again, Transfer? hold)
    {
        if (stored.Kind != again.Kind) return PostCode.ExistsWithDifferentKind;
        if (stored.Options != again.Options) return PostCode.ExistsWithDifferentOptions;
        if (stored.PendingId != again.PendingId) return PostCode.ExistsWithDifferentPendingId;
        if (stored.Timeout != again.Timeout) return PostCode.ExistsWithDifferentTimeout;
        if (!Inherits(again, again.Debit) && stored.Debit != again.Debit) return PostCode.ExistsWithDifferentDebitAccount;
        if (!Inherits(again, again.Credit) && stored.Credit != again.Credit) return PostCode.ExistsWithDifferentCreditAccount;
        if (!IsSameAmount(stored, AmountAsked(again, hold))) return PostCode.ExistsWithDifferentAmount;
        if (!again.EndsHold && stored.Code != again.Code) return PostCode.ExistsWithDifferentCode;
        if (!(again.EndsHold && again.References == default) && stored.References != again.References)
            return PostCode.ExistsWithDifferentReferences;
        return again.EventAt is null || stored.EventAt == again.EventAt ? PostCode.Exists : PostCode.ExistsWithDifferentEventTime;
    }

    /// <summary>Whether a move or hold may be made between two accounts, whatever its amount.</summary>
    public static PostCode Move(Transfer t, Account? debit, Account? credit, int partition, bool linked)
    {
        if (debit is null) return PostCode.DebitAccountNotFound;
        if (credit is null) return PostCode.CreditAccountNotFound;
        if (debit.Partition != partition || credit.Partition != partition)
            return linked ? PostCode.LinkedAcrossPartitions : PostCode.AccountInOtherPartition;
        if (debit.Currency != credit.Currency) return PostCode.AccountsMustHaveSameCurrency;
        if (t.Amount.Currency != debit.Currency) return PostCode.CurrencyMismatch;
        if (debit.Limits.HasFlag(AccountLimits.Closed)) return PostCode.DebitAccountClosed;
        if (credit.Limits.HasFlag(AccountLimits.Closed)) return PostCode.CreditAccountClosed;
        if (!TransferRules.Permits(t.Code, debit.Kind, credit.Kind)) return PostCode.CodeNotPermitted;
        return PostCode.Ok;
    }

    /// <summary>Whether the two accounts can bear an amount, and be closed after it where that is wanted.</summary>
    public static PostCode Bear(Transfer t, Account debit, Account credit)
    {
        var amount = t.Amount.Minor;
        if (amount > long.MaxValue - debit.DebitsPosted - debit.DebitsPending) return PostCode.OverflowsDebits;
        if (amount > long.MaxValue - credit.CreditsPosted - credit.CreditsPending) return PostCode.OverflowsCredits;
        if (amount == 0)
        {
            return t.Options.HasFlag(TransferOptions.BalancingDebit) && debit.RoomForDebits <= 0
                ? PostCode.ExceedsCredits
                : PostCode.ExceedsDebits;
        }
        if (debit.Limits.HasFlag(AccountLimits.DebitsMustNotExceedCredits) && amount > debit.RoomForDebits) return PostCode.ExceedsCredits;
        if (credit.Limits.HasFlag(AccountLimits.CreditsMustNotExceedDebits) && amount > credit.RoomForCredits) return PostCode.ExceedsDebits;
        if (t.Options.HasFlag(TransferOptions.ClosingDebit) && !debit.Debited(t).IsEmpty) return PostCode.DebitAccountNotEmpty;
        return t.Options.HasFlag(TransferOptions.ClosingCredit) && !credit.Credited(t).IsEmpty
            ? PostCode.CreditAccountNotEmpty
            : PostCode.Ok;
    }

    /// <summary>How much a balancing transfer moves: as much as there is, up to what is asked for.</summary>
    public static Money Balanced(Transfer t, Account debit, Account credit)
    {
        var amount = t.Amount.Minor;
        if (t.Options.HasFlag(TransferOptions.BalancingDebit)) amount = Math.Min(amount, debit.RoomForDebits);
        if (t.Options.HasFlag(TransferOptions.BalancingCredit)) amount = Math.Min(amount, credit.RoomForCredits);
        return new Money(Math.Max(amount, 0), t.Amount.Currency);
    }

    /// <summary>Whether a hold may be ended so.</summary>
    /// <param name="t">The end.</param>
    /// <param name="hold">What it wants to end.</param>
    /// <param name="ended">What has ended the hold before.</param>
    /// <param name="now">Decides whether a timeout has passed.</param>
    public static PostCode EndHold(Transfer t, Transfer? hold, Transfer? ended, DateTimeOffset now)
    {
        if (hold is null) return PostCode.PendingTransferNotFound;
        if (hold.Kind != TransferKind.Pending) return PostCode.PendingTransferNotPending;
        if (t.Debit != Guid.Empty && t.Debit != hold.Debit) return PostCode.PendingTransferHasDifferentDebitAccount;
        if (t.Credit != Guid.Empty && t.Credit != hold.Credit) return PostCode.PendingTransferHasDifferentCreditAccount;
        var asked = AmountAsked(t, hold);
        if (asked.Currency != hold.Amount.Currency) return PostCode.PendingTransferHasDifferentCurrency;
        if (asked > hold.Amount) return PostCode.ExceedsPendingAmount;
        if (t.Kind != TransferKind.PostPending && asked != hold.Amount) return PostCode.PendingTransferHasDifferentAmount;
        if (ended is not null) return HowEnded(ended);
        var passed = hold.ExpiresAt <= now;
        if (t.Kind == TransferKind.ExpirePending) return passed ? PostCode.Ok : PostCode.PendingTransferNotDue;
        return passed ? PostCode.PendingTransferExpired : PostCode.Ok;
    }

    /// <summary>How much the end of a hold is for.</summary>
    public static Money AmountAsked(Transfer t, Transfer? hold) =>
        t.EndsHold && t.Amount.Minor == 0 && hold is not null ? hold.Amount : t.Amount;

    private static bool Inherits(Transfer t, Guid account) => t.EndsHold && account == Guid.Empty;

    private static PostCode HowEnded(Transfer ended) => ended.Kind switch
    {
        TransferKind.PostPending => PostCode.PendingTransferAlreadyPosted,
        TransferKind.VoidPending => PostCode.PendingTransferAlreadyVoided,
        _ => PostCode.PendingTransferExpired,
    };

    private static bool IsSameAmount(Transfer stored, Money asked) => stored.IsBalancing
        ? stored.Amount.Currency == asked.Currency && stored.Amount <= asked
        : stored.Amount == asked;
}
