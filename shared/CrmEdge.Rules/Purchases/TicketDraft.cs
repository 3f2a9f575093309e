using CrmEdge.Kernel;

namespace CrmEdge.Rules.Purchases;

/// <summary>A purchase as a till sent it: nothing checked, everything optional.</summary>
public sealed record TicketDraft
{
    /// <summary>The till's receipt number, unique on its TAP and business day.</summary>
    public string? Reference { get; init; }

    /// <summary>A date (yyyy-MM-dd) or the number of a Z report.</summary>
    public string? BusinessDay { get; init; }

    /// <summary>When it was rung.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>ISO 4217, upper case.</summary>
    public string? Currency { get; init; }

    /// <summary>What kind of purchase it is, by name.</summary>
    public string? Classification { get; init; }

    /// <summary>First digits of the card that paid.</summary>
    public string? PaymentMedium { get; init; }

    /// <summary>What the whole ticket came to.</summary>
    public AmountsDraft Amounts { get; init; }

    /// <summary>A discount on the whole ticket, in major units: already in the lines, or beside them.</summary>
    public decimal? Discount { get; init; }

    /// <summary>What was bought.</summary>
    public IReadOnlyList<LineDraft> Lines { get; init; } = [];

    /// <summary>Who bought it.</summary>
    public IdentificationDraft Identification { get; init; } = new();

    /// <summary>What the contact wants to pay from its wallet.</summary>
    public SpendDraft? Spend { get; init; }
}

/// <summary>Amounts in major units, each given or to be worked out.</summary>
/// <param name="Net">Before tax.</param>
/// <param name="Tax">The tax.</param>
/// <param name="Total">With tax.</param>
public readonly record struct AmountsDraft(decimal? Net, decimal? Tax, decimal? Total)
{
    /// <summary>True where the till gave none.</summary>
    public bool None => Net is null && Tax is null && Total is null;
}

/// <summary>One line as sent.</summary>
/// <param name="Sku">The product's code at the till.</param>
/// <param name="Name">Its name.</param>
/// <param name="Family">Its family's code.</param>
/// <param name="Quantity">Units; one where absent.</param>
/// <param name="Amounts">Of the whole line, not of a unit.</param>
public sealed record LineDraft(string? Sku, string? Name, string? Family, decimal? Quantity, AmountsDraft Amounts);

/// <summary>A spend request as sent.</summary>
/// <param name="Amount">Major units; as much as possible where absent.</param>
/// <param name="RestrictFullyCovered">True: all of it or no purchase at all.</param>
public sealed record SpendDraft(decimal? Amount, bool RestrictFullyCovered);

/// <summary>Who bought, as sent: exactly one means, and at most one code of six digits beside it.</summary>
public sealed record IdentificationDraft
{
    /// <summary>The contact's id.</summary>
    public string? ContactId { get; init; }

    /// <summary>The contact's code.</summary>
    public string? ContactCode { get; init; }

    /// <summary>A spend token, which identifies and authorises; or six digits, which only authorise.</summary>
    public string? Otp { get; init; }

    /// <summary>Sixteen digits, followed by the six of the moment where the wallet's code rotates.</summary>
    public string? WalletCode { get; init; }

    /// <summary>A card, phone, email or loyalty identifier.</summary>
    public string? Cim { get; init; }

    /// <summary>Which of them <see cref="Cim"/> is; any that fits where absent.</summary>
    public CimKind? CimKind { get; init; }

    /// <summary>The code of a gift pass.</summary>
    public string? GiftPass { get; init; }
}
