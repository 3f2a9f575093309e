using CrmEdge.Simulators.Demo.Cast;

namespace CrmEdge.Simulators.Demo.Counter;

/// <summary>A sale as the till rings it.</summary>
/// <param name="Reference">The receipt's number: repeats of the sale keep it.</param>
/// <param name="At">When it was rung: repeats of the sale keep it too.</param>
/// <param name="Basket">What is bought.</param>
/// <param name="Means">How the customer is known: the protocol's field and its value.</param>
/// <param name="Otp">A one-time code beside it.</param>
/// <param name="Spends">Pay all of it from the wallet.</param>
internal sealed record Sale(
    string Reference, DateTimeOffset At, Basket Basket, Means Means, string? Otp = null, bool Spends = false);

/// <summary>One way to say who buys.</summary>
/// <param name="Field">The line protocol's field.</param>
/// <param name="Value">What was scanned, swiped or typed. Never logged.</param>
internal sealed record Means(string Field, string Value)
{
    /// <summary>Every way there is to know a customer.</summary>
    public static IReadOnlyList<Func<Customer, Means>> All { get; } =
    [
        c => new("wallet", c.WalletCode), c => new("contact", c.Id.ToString()), c => new("code", c.Code),
        c => new("card", c.Card), c => new("track", c.Track), c => new("phone", c.Phone),
        c => new("email", c.Email), c => new("loyalty", c.Loyalty),
        c => new("gift", c.GiftPass),
    ];

    public override string ToString() => Field;
}

/// <summary>What the till was told.</summary>
/// <param name="State">approved, accepted, declined or reversed.</param>
/// <param name="Code">Why, by name.</param>
/// <param name="Say">What the cashier reads.</param>
internal sealed record SaleAnswer(string State, string Code, string Say)
{
    public bool IsMade => State is "approved" or "accepted";
}
