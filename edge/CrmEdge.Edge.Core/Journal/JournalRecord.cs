namespace CrmEdge.Edge.Core.Journal;

/// <summary>A fact to be kept until the cloud has it.</summary>
/// <param name="Lane">What it is worth.</param>
/// <param name="Type">Which message the payload is; 1 to 65535.</param>
/// <param name="Version">Which version of that message; 1 to 65535.</param>
/// <param name="Payload">The encoded message. Must not change until the append has been answered.</param>
/// <param name="Key">What makes a repeat of it recognisable, where there is such a thing.</param>
/// <param name="Trace">W3C trace context of the ticket or message it came of; no part of what makes it the same record.</param>
public sealed record JournalRecord(
    Lane Lane, int Type, int Version, ReadOnlyMemory<byte> Payload, RecordKey? Key = null, string? Trace = null)
{
    private const int NumberMax = ushort.MaxValue;

    /// <summary>What the record counts for against its lane.</summary>
    public int Bytes => RecordLimits.OverheadBytes + Payload.Length + (Key?.Bytes ?? 0) + (Trace?.Length ?? 0);

    /// <summary>The first reason why this can never be recorded, or <see cref="AppendCode.Recorded"/>.</summary>
    public AppendCode Check()
    {
        if (!Enum.IsDefined(Lane)) return AppendCode.UnknownLane;
        if (Type is < 1 or > NumberMax || Version is < 1 or > NumberMax) return AppendCode.TypeOutOfRange;
        if (Payload.Length > RecordLimits.PayloadBytesMax) return AppendCode.RecordTooLarge;
        return Key is { IsValid: false } ? AppendCode.KeyMalformed : AppendCode.Recorded;
    }
}
