using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>An account at one moment. Amounts are minor units of <see cref="Currency"/>, each only ever zero or more.</summary>
public sealed record Account
{
    /// <summary>The business, live or test.</summary>
    public required Guid Tenant { get; init; }

    /// <summary>See <see cref="AccountId"/>.</summary>
    public required Guid Id { get; init; }

    /// <summary>The partition whose writer alone changes this account; set when it is opened.</summary>
    public int Partition { get; init; }

    /// <summary>Its place in the chart of accounts.</summary>
    public required AccountKind Kind { get; init; }

    /// <summary>The contact, wallet, lot or tenant it is kept for.</summary>
    public required Guid Owner { get; init; }

    /// <summary>The only currency it holds.</summary>
    public required Currency Currency { get; init; }

    /// <summary>Its limits.</summary>
    public required AccountLimits Limits { get; init; }

    /// <summary>Everything ever debited.</summary>
    public long DebitsPosted { get; init; }

    /// <summary>Everything ever credited.</summary>
    public long CreditsPosted { get; init; }

    /// <summary>What open holds would debit.</summary>
    public long DebitsPending { get; init; }

    /// <summary>What open holds would credit.</summary>
    public long CreditsPending { get; init; }

    /// <summary>The newest transfer that changed it; null where none has.</summary>
    public Guid? Last { get; init; }

    /// <summary>When the books took <see cref="Last"/>.</summary>
    public DateTimeOffset AsOf { get; init; } = DateTimeOffset.MinValue;

    /// <summary>The key it is stored under.</summary>
    public RecordKey Key => new(Tenant, Id);

    /// <summary>What has been posted, on the account's normal side; negative where it is overdrawn.</summary>
    public Money Balance => new(Kind.IsCreditNormal() ? CreditsPosted - DebitsPosted : DebitsPosted - CreditsPosted, Currency);

    /// <summary>The balance less what open holds would take from it: what can be spent or held now.</summary>
    public Money Available => Balance - new Money(Kind.IsCreditNormal() ? DebitsPending : CreditsPending, Currency);

    /// <summary>True where balance and holds are nil, so that it may be closed.</summary>
    public bool IsEmpty => DebitsPosted == CreditsPosted && DebitsPending == 0 && CreditsPending == 0;

    /// <summary>How much more may be debited before debits, holds included, exceed credits. Below zero where they do.</summary>
    internal long RoomForDebits => CreditsPosted - DebitsPosted - DebitsPending;

    /// <summary>How much more may be credited before credits, holds included, exceed debits. Below zero where they do.</summary>
    internal long RoomForCredits => DebitsPosted - CreditsPosted - CreditsPending;

    /// <summary>An account of no money, with the limits of its kind unless told otherwise.</summary>
    public static Account New(Guid tenant, AccountKind kind, Guid owner, Currency currency, AccountLimits? limits = null) => new()
    {
        Tenant = tenant,
        Id = AccountId.Of(tenant, kind, owner, currency),
        Kind = kind,
        Owner = owner,
        Currency = currency,
        Limits = limits ?? kind.DefaultLimits(),
    };

    internal Account Debited(Transfer t) => t.Kind == TransferKind.Pending
        ? this with { DebitsPending = DebitsPending + t.Amount.Minor, Last = t.Id, AsOf = t.RecordedAt }
        : this with { DebitsPosted = DebitsPosted + t.Amount.Minor, Last = t.Id, AsOf = t.RecordedAt };

    internal Account Credited(Transfer t) => t.Kind == TransferKind.Pending
        ? this with { CreditsPending = CreditsPending + t.Amount.Minor, Last = t.Id, AsOf = t.RecordedAt }
        : this with { CreditsPosted = CreditsPosted + t.Amount.Minor, Last = t.Id, AsOf = t.RecordedAt };

    internal Account ClosedIf(bool closing) => closing ? this with { Limits = Limits | AccountLimits.Closed } : this;

    internal Account DebitHoldEnded(Transfer end, long held) => this with
    {
        DebitsPending = DebitsPending - held,
        DebitsPosted = DebitsPosted + end.Moved,
        Last = end.Id,
        AsOf = end.RecordedAt,
    };

    internal Account CreditHoldEnded(Transfer end, long held) => this with
    {
        CreditsPending = CreditsPending - held,
        CreditsPosted = CreditsPosted + end.Moved,
        Last = end.Id,
        AsOf = end.RecordedAt,
    };
}
