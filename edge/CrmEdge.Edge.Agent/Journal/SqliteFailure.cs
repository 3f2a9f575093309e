using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>What an error of SQLite means for the commit it met.</summary>
internal static class SqliteFailure
{
    /// <summary>The file's content is not what it must be; trying again will not help.</summary>
    public static bool IsDamage(SqliteException e) => e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>At a start nothing of ours can be wrong yet, so what is not the disk's refusal is the file's content.</summary>
    public static bool IsDamageAtStart(SqliteException e) => IsDamage(e) || !IsOfTheDisk(e);

    /// <summary>Disk or memory gave up, so the whole commit is lost; otherwise one statement was wrong.</summary>
    public static bool IsOfTheDisk(SqliteException e) => IsDamage(e) || e.SqliteErrorCode is raw.SQLITE_FULL
        or raw.SQLITE_IOERR or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM
        or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_INTERRUPT or raw.SQLITE_PROTOCOL;
}
