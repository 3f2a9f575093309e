using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Deletes what has stayed long enough and gives free pages back, in steps small enough to ride in a commit.</summary>
internal sealed class JournalMaintenance(SqliteConnection db, TimeSpan retention) : IDisposable
{
    /// <summary>Free pages that stay in the file for the next records: 2 MB.</summary>
    private const int SparePages = 256;

    private readonly SqliteStatement _free = new(db, "PRAGMA freelist_count");
    private readonly SqliteStatement _giveBack = new(db, "PRAGMA incremental_vacuum(256)");

    /// <summary>One step; true when there is more to do.</summary>
    public bool Step(JournalTransaction transaction)
    {
        var records = transaction.Trim(transaction.ExpiredUpTo(retention));
        var operations = transaction.TrimOperations(retention);
        var pages = _free.Scalar() > SparePages;
        if (pages) _giveBack.Execute();
        return records || operations || pages;
    }

    public void Dispose()
    {
        _free.Dispose();
        _giveBack.Dispose();
    }
}
