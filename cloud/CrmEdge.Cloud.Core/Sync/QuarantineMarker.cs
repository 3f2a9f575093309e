using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Core.Sync;

/// <summary>Closes the entry of a record that was set aside.</summary>
/// <param name="entry">The entry's id.</param>
/// <param name="into">How it ends.</param>
public sealed class QuarantineMarker(Guid entry, QuarantineState into) : IMarker
{
    /// <inheritdoc/>
    public void Reads(ReadSet reads)
    {
        ArgumentNullException.ThrowIfNull(reads);
        reads.Find<QuarantineEntry>(entry);
    }

    /// <inheritdoc/>
    public bool Mark(Books books, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(books);
        if (books.Find<QuarantineEntry>(entry) is not { State: QuarantineState.Open } stands) return false;
        books.Put(stands with { State = into, SettledAt = now });
        return true;
    }
}
