namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// The answer to a transfer. The checks run in this order and the first that fails names the answer; the order is contract.
/// </summary>
public enum PostCode
{
    /// <summary>Posted now.</summary>
    Ok,

    /// <summary>The id is the empty one.</summary>
    IdMustNotBeEmpty,

    /// <summary>An amount is zero or less.</summary>
    AmountMustBePositive,

    /// <summary>Debit and credit name one account.</summary>
    AccountsMustBeDifferent,

    /// <summary>A transfer that ends no hold names one.</summary>
    PendingIdMustBeEmpty,

    /// <summary>The end of a hold names none.</summary>
    PendingIdMustNotBeEmpty,

    /// <summary>The end of a hold has the hold's own id.</summary>
    PendingIdMustBeDifferent,

    /// <summary>Only a hold has a timeout.</summary>
    TimeoutReservedForPending,

    /// <summary>The end of a hold has no options.</summary>
    OptionsReservedForMoves,

    /// <summary>A hold closes no account: it may come back.</summary>
    ClosingReservedForPosted,

    /// <summary>A timeout is zero, less, or beyond <see cref="LedgerLimits.TimeoutMax"/>.</summary>
    TimeoutOutOfRange,

    /// <summary>The same transfer was posted before.</summary>
    Exists,

    /// <summary>The id was posted as another kind.</summary>
    ExistsWithDifferentKind,

    /// <summary>The id was posted with other options.</summary>
    ExistsWithDifferentOptions,

    /// <summary>The id was posted for another hold.</summary>
    ExistsWithDifferentPendingId,

    /// <summary>The id was posted with another timeout.</summary>
    ExistsWithDifferentTimeout,

    /// <summary>The id was posted with another debit account.</summary>
    ExistsWithDifferentDebitAccount,

    /// <summary>The id was posted with another credit account.</summary>
    ExistsWithDifferentCreditAccount,

    /// <summary>The id was posted with another amount or currency; a balancing one, with more than is asked for now.</summary>
    ExistsWithDifferentAmount,

    /// <summary>The id was posted with another code.</summary>
    ExistsWithDifferentCode,

    /// <summary>The id was posted with other references.</summary>
    ExistsWithDifferentReferences,

    /// <summary>The id was posted with another event time.</summary>
    ExistsWithDifferentEventTime,

    /// <summary>
    /// The id was refused before for the state of the books; <see cref="Books.RefusedAs"/> says why. Use a new id.
    /// </summary>
    IdAlreadyRefused,

    /// <summary>The hold to end does not exist.</summary>
    PendingTransferNotFound,

    /// <summary>The transfer to end is no hold.</summary>
    PendingTransferNotPending,

    /// <summary>The end of a hold names another debit account than the hold.</summary>
    PendingTransferHasDifferentDebitAccount,

    /// <summary>The end of a hold names another credit account than the hold.</summary>
    PendingTransferHasDifferentCreditAccount,

    /// <summary>The end of a hold is in another currency than the hold.</summary>
    PendingTransferHasDifferentCurrency,

    /// <summary>More is to be posted than is held.</summary>
    ExceedsPendingAmount,

    /// <summary>A void or expiry names another amount than is held.</summary>
    PendingTransferHasDifferentAmount,

    /// <summary>The hold was posted before, by another id.</summary>
    PendingTransferAlreadyPosted,

    /// <summary>The hold was voided before.</summary>
    PendingTransferAlreadyVoided,

    /// <summary>The hold's timeout has passed.</summary>
    PendingTransferExpired,

    /// <summary>The hold's timeout has not passed, or it has none.</summary>
    PendingTransferNotDue,

    /// <summary>The account to debit does not exist.</summary>
    DebitAccountNotFound,

    /// <summary>The account to credit does not exist.</summary>
    CreditAccountNotFound,

    /// <summary>An account belongs to another partition: post each side there, through its in-transit account.</summary>
    AccountInOtherPartition,

    /// <summary>Linked transfers name accounts of several partitions: they cannot be all-or-nothing.</summary>
    LinkedAcrossPartitions,

    /// <summary>The two accounts are in different currencies.</summary>
    AccountsMustHaveSameCurrency,

    /// <summary>The amount is in another currency than the accounts.</summary>
    CurrencyMismatch,

    /// <summary>The account to debit is closed.</summary>
    DebitAccountClosed,

    /// <summary>The account to credit is closed.</summary>
    CreditAccountClosed,

    /// <summary>The code may not move money between accounts of these kinds: see <see cref="TransferRules"/>.</summary>
    CodeNotPermitted,

    /// <summary>The debit account's totals would not fit 64 bits.</summary>
    OverflowsDebits,

    /// <summary>The credit account's totals would not fit 64 bits.</summary>
    OverflowsCredits,

    /// <summary>The debit account has less than this available.</summary>
    ExceedsCredits,

    /// <summary>The credit account is owed less than this.</summary>
    ExceedsDebits,

    /// <summary>The debit account is to be closed and would not be empty.</summary>
    DebitAccountNotEmpty,

    /// <summary>The credit account is to be closed and would not be empty.</summary>
    CreditAccountNotEmpty,

    /// <summary>Another of the linked transfers was refused, so this one was too.</summary>
    LinkedEventFailed,

    /// <summary>Some of the linked transfers were posted before and others not: they are not the same set.</summary>
    LinkedPartlyExists,
}
