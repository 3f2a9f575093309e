using CrmEdge.Rules.Lots;

namespace CrmEdge.Rules.Purchases;

/// <summary>What a ticket may hold at most. A till that sends more has sent something that is no ticket.</summary>
public static class TicketLimits
{
    /// <summary>Lines, before merging.</summary>
    public const int LinesMax = 500;

    /// <summary>Characters of a reference number, a SKU, a contact code.</summary>
    public const int CodeCharactersMax = 64;

    /// <summary>Characters of a product's name.</summary>
    public const int NameCharactersMax = 200;

    /// <summary>Characters of a product family or a classification.</summary>
    public const int FamilyCharactersMax = 100;

    /// <summary>Characters of a business day: a date (2026-11-21) or the number of a Z report.</summary>
    public const int BusinessDayCharactersMax = 16;

    /// <summary>Digits of a card that a till may send: the issuer's number, never the card's (ISO/IEC 7812-1).</summary>
    public const int MediumDigitsMax = 8;

    /// <summary>Lots that one purchase uses.</summary>
    public const int LotsMax = Redeeming.LotsMax;

    /// <summary>Minor units of any one amount.</summary>
    public const long AmountMinorMax = 10_000_000_000_000;

    /// <summary>Units of one line.</summary>
    public const decimal QuantityMax = 1_000_000m;

    /// <summary>Decimals of a quantity: grams of a kilogram and finer.</summary>
    public const int QuantityDecimalsMax = 6;
}
