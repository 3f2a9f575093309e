using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>What rides in the batch of an operation: that the record it came from is done with.</summary>
public interface IMarker
{
    /// <summary>Names what <see cref="Mark"/> looks at.</summary>
    void Reads(ReadSet reads);

    /// <summary>Writes the mark; false where it stands already.</summary>
    bool Mark(Books books, DateTimeOffset now);
}

/// <summary>An operation's outcome, and whether what it wrote was kept.</summary>
public readonly record struct MarkedOutcome<TOutcome>(TOutcome Outcome, bool Kept);

/// <summary>An operation that came by an edge: with what it leaves goes the mark that its record is done with.</summary>
/// <typeparam name="TOutcome">What its caller is told.</typeparam>
/// <param name="inner">The operation.</param>
/// <param name="marker">The mark.</param>
/// <param name="refused">Records of the run that the outcome refuses, to be set aside in the same batch.</param>
public sealed class Marked<TOutcome>(
    IOperation<TOutcome> inner, IMarker marker, Func<TOutcome, IEnumerable<QuarantineEntry>>? refused = null)
    : IOperation<MarkedOutcome<TOutcome>>
{
    /// <inheritdoc/>
    public PartitionKey Partition => inner.Partition;

    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        marker.Reads(reads);
        inner.Reads(reads);
    }

    /// <inheritdoc/>
    public Verdict<MarkedOutcome<TOutcome>> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        var verdict = inner.Decide(books, now);
        var outcome = new MarkedOutcome<TOutcome>(verdict.Outcome, verdict.Kept);
        if (verdict.Code is { } code)
            return verdict.Remember is { } id ? Verdict.RefuseAndRemember(code, id, outcome) : Verdict.Refuse(code, outcome);
        if (marker.Mark(books, now) && refused is not null)
            foreach (var entry in refused(verdict.Outcome)) books.Put(entry);
        return Verdict.Keep(outcome);
    }
}
