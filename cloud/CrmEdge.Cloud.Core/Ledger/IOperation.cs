namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// One thing that happens to the books: what it must see, a decision, and what it leaves. It is decided once or, after a
/// crash, several times; by its own keys the same effects come of it once.
/// </summary>
/// <typeparam name="TOutcome">What its caller is told.</typeparam>
public interface IOperation<TOutcome>
{
    /// <summary>Whose books it changes.</summary>
    PartitionKey Partition { get; }

    /// <summary>Names everything <see cref="Decide"/> may look at. May be called several times.</summary>
    void Reads(ReadSet reads);

    /// <summary>
    /// Decides from the books alone, without clock, random or I/O, and writes through them. May be called several times, each
    /// time as if it were the first.
    /// </summary>
    /// <param name="books">The books of <see cref="Partition"/>'s tenant.</param>
    /// <param name="now">The time to record.</param>
    Verdict<TOutcome> Decide(Books books, DateTimeOffset now);
}
