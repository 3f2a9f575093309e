using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Begin, commit, undo.</summary>
internal sealed class TransactionControl(SqliteConnection db) : IDisposable
{
    private readonly SqliteStatement _begin = new(db, "BEGIN IMMEDIATE");
    private readonly SqliteStatement _commit = new(db, "COMMIT");
    private readonly SqliteStatement _rollBack = new(db, "ROLLBACK");
    private readonly SqliteStatement _save = new(db, "SAVEPOINT item");
    private readonly SqliteStatement _release = new(db, "RELEASE item");
    private readonly SqliteStatement _rollBackTo = new(db, "ROLLBACK TO item");

    public void Begin() => _begin.Execute();

    public void Commit() => _commit.Execute();

    // A full disk makes SQLite undo the transaction by itself.
    public void RollBack()
    {
        if (raw.sqlite3_get_autocommit(db.Handle) == 0) _rollBack.Execute();
    }

    public void Save() => _save.Execute();

    public void Release() => _release.Execute();

    public void RollBackToSavepoint()
    {
        _rollBackTo.Execute();
        _release.Execute();
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _commit, _rollBack, _save, _release, _rollBackTo])
            statement.Dispose();
    }
}
