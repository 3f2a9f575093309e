namespace CrmEdge.Cloud.Core.Purchases;

/// <summary>What came of a purchase.</summary>
/// <param name="Code">Null where it stands; else why it was refused.</param>
/// <param name="Purchase">The purchase, also where the answer is that of an earlier one.</param>
/// <param name="Replayed">True where it had been made before, with this content.</param>
/// <param name="Remembered">True where this refusal was written down.</param>
public sealed record PurchaseAnswer(string? Code, Purchase? Purchase, bool Replayed = false, bool Remembered = false);

/// <summary>Refusals of purchases beside those of <see cref="Rules.Purchases.PurchaseCode"/>.</summary>
public static class PurchaseRefusals
{
    /// <summary>The reference stands for another purchase.</summary>
    public const string ReferenceReused = "reference_reused";

    /// <summary>Nobody heard of the attempt in time, and its money was set free: ring it again under a new reference.</summary>
    public const string Abandoned = "purchase_abandoned";

    /// <summary>The sale was taken back before it came: ring it again under a new reference.</summary>
    public const string AlreadyReversed = "already_reversed";

    /// <summary>The caller has had too many refusals of late: nothing was written; wait, then send it again.</summary>
    public const string TooManyRefusals = "too_many_refusals";

    /// <summary>No such purchase.</summary>
    public const string NotFound = "purchase_not_found";

    /// <summary>It was cancelled before.</summary>
    public const string CancelledBefore = "purchase_cancelled_already";
}
