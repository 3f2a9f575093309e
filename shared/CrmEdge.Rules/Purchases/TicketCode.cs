namespace CrmEdge.Rules.Purchases;

/// <summary>Why what a till sent is no ticket. Nothing is recorded: the till mends its message and sends it again.</summary>
public enum TicketCode
{
    /// <summary>It is one.</summary>
    Ok,

    /// <summary>No reference number: without it a repeat cannot be told from a new purchase.</summary>
    ReferenceMissing,

    /// <summary>The business day is neither a date nor the number of a Z report.</summary>
    BusinessDayMalformed,

    /// <summary>A text is longer than <see cref="TicketLimits"/> allows.</summary>
    TextTooLong,

    /// <summary>A text holds control characters.</summary>
    TextMalformed,

    /// <summary>No currency of ISO 4217.</summary>
    CurrencyUnknown,

    /// <summary>More than <see cref="TicketLimits.LinesMax"/> lines.</summary>
    TooManyLines,

    /// <summary>A line without a SKU.</summary>
    SkuMissing,

    /// <summary>A quantity of nothing or less.</summary>
    QuantityNotPositive,

    /// <summary>A quantity above <see cref="TicketLimits.QuantityMax"/>.</summary>
    QuantityTooLarge,

    /// <summary>A quantity of more than <see cref="TicketLimits.QuantityDecimalsMax"/> decimals.</summary>
    QuantityTooFine,

    /// <summary>An amount below zero: goods that come back are a return, not a purchase.</summary>
    AmountNegative,

    /// <summary>An amount with more decimals than its currency has.</summary>
    AmountTooFine,

    /// <summary>An amount above <see cref="TicketLimits.AmountMinorMax"/>.</summary>
    AmountTooLarge,

    /// <summary>Neither a net nor a total amount, and nothing to work it out from.</summary>
    AmountMissing,

    /// <summary>Net and tax of a line do not make its total.</summary>
    LineDoesNotAddUp,

    /// <summary>Net and tax of the ticket do not make its total.</summary>
    TotalsDoNotAddUp,

    /// <summary>The lines do not make the ticket.</summary>
    LinesDoNotMakeTotals,

    /// <summary>None of the six means of identification.</summary>
    IdentificationMissing,

    /// <summary>More than one of them.</summary>
    IdentificationAmbiguous,

    /// <summary>A means of identification that cannot be of its kind.</summary>
    IdentificationMalformed,

    /// <summary>A bare one-time code: it authorises beside an identification and identifies nobody.</summary>
    OtpIdentifiesNobody,

    /// <summary>A spend request of nothing or less.</summary>
    SpendNotPositive,

    /// <summary>More of a card than its first digits.</summary>
    PaymentMediumMalformed,
}
