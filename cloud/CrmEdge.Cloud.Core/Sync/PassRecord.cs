using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Is done with records that leave nothing else in the books; what could not be applied is set aside with its
/// reason.</summary>
/// <param name="tenant">The business.</param>
/// <param name="marker">The mark, standing at the last of them.</param>
/// <param name="aside">Those to be kept for a person to look at.</param>
public sealed class PassRecord(Guid tenant, IMarker marker, params IReadOnlyList<QuarantineEntry> aside) : IOperation<bool>
{
    /// <inheritdoc/>
    public PartitionKey Partition => PartitionKey.Business(tenant);

    /// <inheritdoc/>
    public void Reads(ReadSet reads) => marker.Reads(reads);

    /// <inheritdoc/>
    public Verdict<bool> Decide(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (!marker.Mark(books, now)) return Verdict.Keep(false);
        foreach (var entry in aside) books.Put(entry);
        return Verdict.Keep(true);
    }
}
