using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Moves the inbox's mark up to the last record an operation covers.</summary>
/// <param name="mark">The mark as it will stand.</param>
public sealed class InboxMarker(InboxMark mark) : IMarker
{
    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<InboxMark>(mark.Id);
    }

    /// <inheritdoc/>
    public bool Mark(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if ((books.Find<InboxMark>(mark.Id)?.Seq ?? 0) >= mark.Seq) return false;
        books.Put(mark);
        return true;
    }
}
