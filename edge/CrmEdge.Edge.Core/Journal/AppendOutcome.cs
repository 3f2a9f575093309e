namespace CrmEdge.Edge.Core.Journal;

/// <summary>The answer to an append.</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Seq">The record's sequence number; for <see cref="AppendCode.KeyReused"/> that of the record in the way;
/// otherwise 0.</param>
public readonly record struct AppendOutcome(AppendCode Code, long Seq)
{
    /// <summary>True when the fact is durable and may be acknowledged to whoever sent it.</summary>
    public bool IsDurable => Code is AppendCode.Recorded or AppendCode.AlreadyRecorded;

    /// <summary>An answer without a record.</summary>
    public static AppendOutcome Refused(AppendCode code) => new(code, 0);
}
