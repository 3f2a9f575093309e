using CrmEdge.Kernel;

namespace CrmEdge.Edge.Core.Pos;

/// <summary>What a till is told about a sale or a reversal. Stored as the operation's reply: it holds no secret.</summary>
public sealed record SaleAnswer
{
    /// <summary>Lower-case words joined by underscores; <c>ok</c> where the sale is booked with its rewards.</summary>
    public required string Code { get; init; }

    /// <summary>A sentence for the cashier: what is, and what to do next.</summary>
    public required string Say { get; init; }

    /// <summary>Where the sale stands.</summary>
    public required SaleState State { get; init; }

    /// <summary>True where the same request may succeed later unchanged.</summary>
    public bool Retry { get; init; }

    /// <summary>UUID text of the booked purchase, or empty.</summary>
    public string PurchaseId { get; init; } = "";

    /// <summary>ISO 4217 of the amounts, or empty where there are none.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Minor units awarded.</summary>
    public long Award { get; init; }

    /// <summary>Minor units redeemed from pools.</summary>
    public long Redeem { get; init; }

    /// <summary>Minor units the wallet paid.</summary>
    public long Spend { get; init; }

    /// <summary>Minor units of fees.</summary>
    public long Fees { get; init; }

    /// <summary>Minor units the customer still pays at the till.</summary>
    public long ToPay { get; init; }

    /// <summary>Who bought, where the cloud said so.</summary>
    public Customer? Customer { get; init; }

    /// <summary>A refusal: nothing was booked.</summary>
    public static SaleAnswer Declined(string code, string? field = null) => Of(code, SaleState.Declined, field);

    /// <summary>An answer in the words of its code.</summary>
    public static SaleAnswer Of(string code, SaleState state, string? field = null) =>
        new() { Code = code, Say = PosWords.Say(code, field), State = state, Retry = PosWords.MayRetry(code) };

    /// <summary>An amount of this answer; null where it has no currency.</summary>
    public Money? Amount(long minor) => CrmEdge.Kernel.Currency.TryParse(Currency, out var currency) ? new Money(minor, currency) : null;
}

/// <summary>Where a sale stands.</summary>
public enum SaleState
{
    /// <summary>Nobody knows it.</summary>
    Unknown,

    /// <summary>Not decided yet: ask again.</summary>
    Pending,

    /// <summary>Booked by the cloud.</summary>
    Approved,

    /// <summary>Durable here; the cloud books it, and its rewards, when the link is back.</summary>
    Accepted,

    /// <summary>Not booked, now or later.</summary>
    Declined,

    /// <summary>Undone, or certain to be.</summary>
    Reversed,
}

/// <summary>A contact as a till may see it.</summary>
/// <param name="Id">UUID text.</param>
/// <param name="Code">The contact's code.</param>
/// <param name="Name">First name.</param>
/// <param name="Balances">What may be spent, by pocket; empty where the cloud could not be asked.</param>
public sealed record Customer(string Id, string Code, string Name, IReadOnlyList<Balance> Balances);

/// <summary>Money in one pocket.</summary>
/// <param name="Pocket">CRMCOM, BUSINESS or BUSINESS_COMMERCE.</param>
/// <param name="Minor">Minor units.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Balance(string Pocket, long Minor, string Currency);

/// <summary>What came of asking who somebody is.</summary>
/// <param name="Customer">Who; null where refused.</param>
/// <param name="Code"><c>ok</c>, or why not.</param>
/// <param name="Say">A sentence for the cashier.</param>
/// <param name="Retry">True where the same question may be answered later.</param>
public sealed record IdentifyAnswer(Customer? Customer, string Code, string Say, bool Retry)
{
    /// <summary>Somebody we know.</summary>
    public static IdentifyAnswer Known(Customer customer, string code = PosWords.Ok) =>
        new(customer, code, PosWords.Say(code), Retry: false);

    /// <summary>Nobody, in the words of a code.</summary>
    public static IdentifyAnswer Refused(string code, string? field = null) =>
        new(null, code, PosWords.Say(code, field), PosWords.MayRetry(code));
}
