using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>A purchase that makes sense in itself: one currency, sound amounts, one identification.</summary>
public sealed record Ticket
{
    /// <summary>The till's receipt number.</summary>
    public required string Reference { get; init; }

    /// <summary>A date (yyyy-MM-dd) or the number of a Z report.</summary>
    public required string BusinessDay { get; init; }

    /// <summary>When it was rung.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of purchase it is, by name.</summary>
    public string? Classification { get; init; }

    /// <summary>First digits of the card that paid.</summary>
    public string? PaymentMedium { get; init; }

    /// <summary>What the whole ticket came to, discount taken off.</summary>
    public required Amounts Amounts { get; init; }

    /// <summary>The discount on the whole ticket that is in <see cref="Amounts"/>.</summary>
    public required Money Discount { get; init; }

    /// <summary>What was bought; equal products at equal prices are one line. May be empty.</summary>
    public required IReadOnlyList<TicketLine> Lines { get; init; }

    /// <summary>Who bought it.</summary>
    public required Identification Identification { get; init; }

    /// <summary>The wallet's one-time code of six digits, which authorises; null where none came.</summary>
    public string? Otp { get; init; }

    /// <summary>What the contact wants to pay from its wallet; null where it asked for nothing.</summary>
    public SpendRequest? Spend { get; init; }

    /// <summary>The ticket's currency.</summary>
    public Currency Currency => Amounts.Total.Currency;
}

/// <summary>One product at one price.</summary>
/// <param name="Sku">The product's code at the till.</param>
/// <param name="Name">Its name, where the till told.</param>
/// <param name="Family">Its family's code, where the till told.</param>
/// <param name="Quantity">Units, above zero, at most six decimals.</param>
/// <param name="Amounts">Of the whole line.</param>
public sealed record TicketLine(string Sku, string? Name, string? Family, decimal Quantity, Amounts Amounts);

/// <summary>Net and tax, which make the total. None is negative.</summary>
/// <param name="Net">Before tax.</param>
/// <param name="Tax">The tax.</param>
/// <param name="Total">With tax.</param>
public readonly record struct Amounts(Money Net, Money Tax, Money Total)
{
    /// <summary>Nothing.</summary>
    public static Amounts Zero(Currency currency) => new(Money.Zero(currency), Money.Zero(currency), Money.Zero(currency));

    /// <summary>Both together.</summary>
    public static Amounts operator +(Amounts a, Amounts b) => new(a.Net + b.Net, a.Tax + b.Tax, a.Total + b.Total);
}

/// <summary>What a contact wants to pay from its wallet.</summary>
/// <param name="Amount">Above zero; null is as much as possible.</param>
/// <param name="RestrictFullyCovered">True: all of it or no purchase at all.</param>
public sealed record SpendRequest(Money? Amount, bool RestrictFullyCovered);
