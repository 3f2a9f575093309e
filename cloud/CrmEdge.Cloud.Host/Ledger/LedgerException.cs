namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>An operation was not decided. What its caller does next is in <see cref="Retry"/>.</summary>
public abstract class LedgerException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Names the cause for programs.</summary>
    public string Code { get; } = code;

    /// <summary>True where the same operation with the same ids may be sent again, and should be.</summary>
    public abstract bool Retry { get; }
}

/// <summary>The partition's queue is full: nothing was taken in.</summary>
public sealed class LedgerBusyException(int partition, TimeSpan retryAfter) : LedgerException(
    "ledger_busy",
    $"Partition {partition} has a full queue. Send the same operation again in {retryAfter.TotalMilliseconds:0} ms.")
{
    /// <inheritdoc/>
    public override bool Retry => true;

    /// <summary>When the queue will have room, by its present rate.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>
/// The database, or the right to write the partition, was not to be had in time. The operation may have been committed:
/// only the same ids may be sent again.
/// </summary>
public sealed class LedgerUnavailableException(int partition, TimeSpan retryAfter, Exception? inner) : LedgerException(
    "ledger_unavailable",
    $"Partition {partition} cannot reach its database or is written by another host. Send the same operation, with " +
    $"the same ids, again in {retryAfter.TotalSeconds:0.#} s.",
    inner)
{
    /// <inheritdoc/>
    public override bool Retry => true;

    /// <summary>A time after which trying again makes sense.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>The database refused what this one operation writes. Nothing of it was kept, and a repeat will not help.</summary>
public sealed class OperationRejectedException(string? sqlState, string? constraint, Exception inner) : LedgerException(
    "operation_rejected",
    $"The database refused the operation's rows ({constraint ?? sqlState ?? inner.GetType().Name}). Nothing was kept; " +
    "correct the operation.",
    inner)
{
    /// <summary>The PostgreSQL error code, such as 23514; null where the rows could not even be sent.</summary>
    public string? SqlState { get; } = sqlState;

    /// <summary>The constraint that was violated, where it was one.</summary>
    public string? Constraint { get; } = constraint;

    /// <inheritdoc/>
    public override bool Retry => false;
}
