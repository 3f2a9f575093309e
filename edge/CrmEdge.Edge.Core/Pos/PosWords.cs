using System.Text;
using CrmEdge.Rules.Purchases;

namespace CrmEdge.Edge.Core.Pos;

/// <summary>The codes a till may hear from the edge itself, and the sentence for each. Codes of the cloud bring their own.</summary>
public static class PosWords
{
    /// <summary>Done.</summary>
    public const string Ok = "ok";

    /// <summary>Durable here, rewards follow.</summary>
    public const string AcceptedOffline = "accepted_offline";

    /// <summary>A reversal that is durable here and goes to the cloud by itself.</summary>
    public const string ReversalAccepted = "reversal_accepted";

    /// <summary>Known from the snapshot; balances are not.</summary>
    public const string KnownOffline = "known_offline";

    /// <summary>No spending without the cloud.</summary>
    public const string OfflineNoSpend = "offline_no_spend";

    /// <summary>The answer did not come in time; whatever was done is undone.</summary>
    public const string OutcomeUnknownReversed = "outcome_unknown_reversed";

    /// <summary>The answer did not come in time, and the reversal could not be written yet.</summary>
    public const string OutcomeUnknown = "outcome_unknown";

    /// <summary>A reversal came before its sale: the sale will not be booked.</summary>
    public const string ReversedBeforeSale = "reversed_before_sale";

    /// <summary>The sale was never booked.</summary>
    public const string NothingToReverse = "nothing_to_reverse";

    /// <summary>The reference belongs to another sale.</summary>
    public const string ReferenceReused = "reference_reused";

    /// <summary>The same request is being worked on.</summary>
    public const string InProgress = "in_progress";

    /// <summary>Neither here nor in the cloud.</summary>
    public const string SaleUnknown = "sale_unknown";

    /// <summary>Not here, and the cloud cannot be asked.</summary>
    public const string SaleUnknownOffline = "sale_unknown_offline";

    /// <summary>Not in the snapshot, and the cloud cannot be asked.</summary>
    public const string NotKnownOffline = "not_known_offline";

    /// <summary>The cloud is there but did not answer in time.</summary>
    public const string CloudSilent = "cloud_silent";

    /// <summary>A text field holds a card number.</summary>
    public const string CardNumberInText = "card_number_in_text";

    /// <summary>The journal is full.</summary>
    public const string JournalFull = "journal_full";

    /// <summary>The disk did not take it.</summary>
    public const string JournalUnavailable = "journal_unavailable";

    /// <summary>More lines than one record holds.</summary>
    public const string SaleTooLarge = "sale_too_large";

    /// <summary>The agent has no keys yet.</summary>
    public const string NotEnrolled = "not_enrolled";

    /// <summary>The till is not paired.</summary>
    public const string NotPaired = "not_paired";

    /// <summary>The message names another till.</summary>
    public const string TapNotYours = "tap_not_yours";

    /// <summary>Nobody has presented anything at this terminal lately.</summary>
    public const string NobodyPresented = "nobody_presented";

    /// <summary>A swipe that is no whole track.</summary>
    public const string BadTrack = "bad_track";

    /// <summary>Only whole sales are reversed.</summary>
    public const string PartialReversal = "partial_reversal_not_supported";

    /// <summary>A message number or id came again with other content.</summary>
    public const string MessageReused = "message_reused";

    private static readonly Dictionary<string, string> Sentences = new(StringComparer.Ordinal)
    {
        [Ok] = "Done.",
        [AcceptedOffline] = "Sale accepted. The connection is down: rewards follow by themselves.",
        [ReversalAccepted] = "Reversal accepted. It reaches the cloud by itself.",
        [KnownOffline] = "Customer known. The connection is down: balances cannot be shown.",
        [OfflineNoSpend] = "The connection is down: nothing can be paid from the wallet now. Ring the sale without it.",
        [OutcomeUnknownReversed] = "No answer in time, the payment was undone. Ring again under a new receipt number.",
        [OutcomeUnknown] = "No answer in time. Take nothing from the wallet; ask for the status of this sale in a minute.",
        [ReversedBeforeSale] = "This sale was reversed before it came. Ring it under a new receipt number.",
        [NothingToReverse] = "This sale was never booked: there is nothing to reverse.",
        [ReferenceReused] = "This receipt number belongs to another sale of today. Ring under a new one.",
        [InProgress] = "This sale is still being worked on. Ask again in a few seconds.",
        [SaleUnknown] = "No sale under this receipt number. Check number and business day.",
        [SaleUnknownOffline] = "This sale is not known here and the connection is down. Ask again later.",
        [NotKnownOffline] = "The connection is down and this customer is not known here. Ring the sale all the same.",
        [CloudSilent] = "No answer in time. Try again.",
        [CardNumberInText] = "A text holds a card number. Send it as identification only; nothing was kept.",
        [JournalFull] = "Too many sales wait for the connection. Ring without loyalty and call support.",
        [JournalUnavailable] = "The edge cannot write to its disk. Ring without loyalty and call support.",
        [SaleTooLarge] = "The sale has too many lines for one record. Split it.",
        [NotEnrolled] = "The edge is not enrolled yet. Ask the installer to run the enrolment.",
        [NotPaired] = "This till is not paired with the edge. Check the paired secret with the installer.",
        [TapNotYours] = "The message names another till than the one that is paired. Correct the till's number.",
        [NobodyPresented] = "Nobody has scanned or swiped at this till lately. Scan again.",
        [BadTrack] = "The card could not be read. Swipe it again.",
        [PartialReversal] = "Only a whole sale can be reversed. Reverse it whole and ring what is kept.",
        [CodeOf(TicketCode.AmountNegative)] =
            "An amount is below zero. Goods that come back are a reversal, not a sale. Nothing was booked.",
        [CodeOf(TicketCode.IdentificationAmbiguous)] =
            "The customer is named in two ways at once. Send one, and beside it only a one-time code. Nothing was booked.",
        [CodeOf(TicketCode.IdentificationMissing)] = "Nobody is named. Scan or type the customer's code or medium.",
        [CodeOf(TicketCode.OtpIdentifiesNobody)] =
            "A one-time code tells nobody who it is of. Send it beside the customer's code or medium.",
        [MessageReused] = "A message of this number came before with other content. Use a new number.",
    };

    private static readonly HashSet<string> Retried =
        [InProgress, SaleUnknownOffline, NotKnownOffline, CloudSilent, JournalFull, JournalUnavailable, OfflineNoSpend, OutcomeUnknown];

    /// <summary>Every code that has a sentence of its own.</summary>
    public static IReadOnlyCollection<string> Codes => Sentences.Keys;

    /// <summary>True where the same request may succeed later unchanged.</summary>
    public static bool MayRetry(string code) => Retried.Contains(code);

    /// <summary>The sentence for a code, with the field that is to blame.</summary>
    public static string Say(string code, string? field = null)
    {
        var sentence = Sentences.GetValueOrDefault(code) ?? TicketSentence(code);
        return field is null ? sentence : $"{sentence} (field {field})";
    }

    /// <summary>The code of a ticket's mistake.</summary>
    public static string CodeOf(TicketCode code) => Snake(code.ToString());

    private static string TicketSentence(string code)
    {
        var words = code.Replace('_', ' ');
        return $"The sale was not understood: {words}. Correct it and send it again; nothing was booked.";
    }

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
