namespace CrmEdge.Edge.Agent.Journal;

/// <summary>
/// Something that is written whole or not at all, beside others in one commit. It runs on the writer's thread: it reads and
/// decides through the transaction, does no I/O of its own and never blocks.
/// </summary>
/// <typeparam name="T">What its caller learns.</typeparam>
public interface IJournalWrite<T>
{
    /// <summary>About how many bytes it writes, to keep a commit within its bound.</summary>
    int Bytes { get; }

    /// <summary>Reads, decides, writes. An exception undoes this write alone and goes to its caller.</summary>
    JournalVerdict<T> Apply(IJournalTransaction transaction);
}

/// <summary>Whether a write stays.</summary>
/// <param name="IsKept">Everything written through the transaction is part of the commit; else none of it.</param>
/// <param name="Value">What the caller learns either way.</param>
public readonly record struct JournalVerdict<T>(bool IsKept, T Value);

/// <summary>Makes verdicts.</summary>
public static class JournalVerdict
{
    /// <summary>Everything stays.</summary>
    public static JournalVerdict<T> Keep<T>(T value) => new(true, value);

    /// <summary>Nothing stays.</summary>
    public static JournalVerdict<T> Discard<T>(T value) => new(false, value);
}

/// <summary>How a write ended.</summary>
public enum WriteCode
{
    /// <summary>Durable.</summary>
    Kept,

    /// <summary>The write itself decided to leave nothing.</summary>
    Discarded,

    /// <summary>The disk did not take it, or the journal is closing. Not acknowledged; repeating an idempotent write is
    /// safe.</summary>
    JournalUnavailable,
}

/// <summary>The answer to a write.</summary>
/// <param name="Code">How it ended.</param>
/// <param name="Value">What it says; default when the journal was unavailable.</param>
public readonly record struct WriteOutcome<T>(WriteCode Code, T? Value);
