namespace CrmEdge.Edge.Core.Journal;

/// <summary>A refusal as it is told to a till, a device or an installer.</summary>
/// <param name="Name">The stable name.</param>
/// <param name="MayRetry">True when the same request can succeed later without being changed.</param>
/// <param name="Advice">What to do next.</param>
public sealed record JournalRefusal(string Name, bool MayRetry, string Advice)
{
    /// <summary>The refusal behind a code, or <c>null</c> where the fact is durable.</summary>
    public static JournalRefusal? Of(AppendCode code) => code switch
    {
        AppendCode.Recorded or AppendCode.AlreadyRecorded => null,
        AppendCode.KeyReused => new("key_reused", false,
            "This reference was used for something else. Send the request under a new reference."),
        AppendCode.JournalFull => new("journal_full", true,
            "The edge holds as much unsent data as it may. Restore its connection to the cloud, then try again."),
        AppendCode.RecordTooLarge => new("record_too_large", false,
            $"One record holds at most {RecordLimits.PayloadBytesMax} bytes. Split the message."),
        AppendCode.KeyMalformed => new("key_malformed", false,
            $"A reference has 1 to {RecordLimits.KeyBytesMax} bytes. Shorten it."),
        AppendCode.TypeOutOfRange => new("type_out_of_range", false,
            "Record type and version are numbers from 1 to 65535. Correct the sender."),
        AppendCode.UnknownLane => new("unknown_lane", false,
            "The lanes are money, identity and telemetry. Correct the sender."),
        AppendCode.JournalUnavailable => new("journal_unavailable", true,
            "The edge could not write to its disk. Try again under the same reference; if it stays, check disk space "
            + "and disk health."),
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, null),
    };
}
