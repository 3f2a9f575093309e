using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// Money from one account to another, or a hold on it, or the end of a hold. Immutable once posted. Made by
/// <see cref="Move"/>, <see cref="Hold"/>, <see cref="Post"/>, <see cref="Void"/> and <see cref="Expire"/>.
/// </summary>
public sealed record Transfer
{
    /// <summary>The business, live or test, that both accounts belong to.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>Supplied by whoever posts it and made durable before the first try: the same id is posted once.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it does to the balances.</summary>
    public required TransferKind Kind { get; init; }

    /// <summary>The account debited. The end of a hold may leave it empty.</summary>
    public Guid Debit { get; init; }

    /// <summary>The account credited. The end of a hold may leave it empty.</summary>
    public Guid Credit { get; init; }

    /// <summary>
    /// How much, above zero. The end of a hold may leave it <c>default</c>: all that is held. Of a balancing transfer it is the
    /// most; in the books stands what was moved.
    /// </summary>
    public Money Amount { get; init; }

    /// <summary>Why. The end of a hold takes the hold's.</summary>
    public TransferCode Code { get; init; }

    /// <summary>How; the end of a hold has none.</summary>
    public TransferOptions Options { get; init; }

    /// <summary>The hold that this ends.</summary>
    public Guid? PendingId { get; init; }

    /// <summary>How long a hold lasts from when it is recorded; null is until it is ended.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>When it happened in the world, as the caller knows it, to the microsecond; null is when it is recorded.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>When the books took it; set by the books, see <see cref="RecordedTime"/>.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The transfer before this one on the debit account; null for its first. Set by the books.</summary>
    public Guid? DebitPrevious { get; init; }

    /// <summary>The transfer before this one on the credit account; null for its first. Set by the books.</summary>
    public Guid? CreditPrevious { get; init; }

    /// <summary>The partition whose writer took it; set by the books.</summary>
    public int Partition { get; init; }

    /// <summary>What it belongs to. The end of a hold takes the hold's where it has none of its own.</summary>
    public TransferReferences References { get; init; }

    /// <summary>The key it is stored under.</summary>
    public RecordKey Key => new(Tenant, Id);

    /// <summary>When a hold runs out; null where it does not.</summary>
    public DateTimeOffset? ExpiresAt => RecordedAt + Timeout;

    /// <summary>What went from debit to credit for good: nothing while it is held or where a hold is freed.</summary>
    public long Moved => Kind is TransferKind.Posted or TransferKind.PostPending ? Amount.Minor : 0;

    /// <summary>True where less than the amount may be moved.</summary>
    public bool IsBalancing => (Options & (TransferOptions.BalancingDebit | TransferOptions.BalancingCredit)) != 0;

    /// <summary>True where an account is closed with it.</summary>
    public bool IsClosing => (Options & (TransferOptions.ClosingDebit | TransferOptions.ClosingCredit)) != 0;

    /// <summary>True for the three kinds that end a hold.</summary>
    public bool EndsHold => Kind is TransferKind.PostPending or TransferKind.VoidPending or TransferKind.ExpirePending;

    /// <summary>Moves money at once.</summary>
    public static Transfer Move(
        Guid tenant, Guid id, Guid debit, Guid credit, Money amount, TransferCode code,
        TransferReferences references = default) => new()
    {
        Tenant = tenant,
        Id = id,
        Kind = TransferKind.Posted,
        Debit = debit,
        Credit = credit,
        Amount = amount,
        Code = code,
        References = references,
    };

    /// <summary>Holds money, for <paramref name="timeout"/> or until it is ended.</summary>
    public static Transfer Hold(
        Guid tenant, Guid id, Guid debit, Guid credit, Money amount, TransferCode code, TimeSpan? timeout = null,
        TransferReferences references = default) =>
        Move(tenant, id, debit, credit, amount, code, references) with { Kind = TransferKind.Pending, Timeout = timeout };

    /// <summary>Ends a hold by moving <paramref name="amount"/> of it; all of it by default.</summary>
    public static Transfer Post(Guid tenant, Guid id, Guid pendingId, Money amount = default) =>
        new() { Tenant = tenant, Id = id, Kind = TransferKind.PostPending, PendingId = pendingId, Amount = amount };

    /// <summary>Ends a hold by freeing it.</summary>
    public static Transfer Void(Guid tenant, Guid id, Guid pendingId) =>
        new() { Tenant = tenant, Id = id, Kind = TransferKind.VoidPending, PendingId = pendingId };

    /// <summary>Ends a hold whose timeout has passed; its id follows from the hold's.</summary>
    public static Transfer Expire(Guid tenant, Guid pendingId) =>
        new() { Tenant = tenant, Id = NamedId.Of(pendingId, "expire"), Kind = TransferKind.ExpirePending, PendingId = pendingId };
}
