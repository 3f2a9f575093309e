using CrmEdge.Edge.Core.Journal;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The database file: made, opened, checked, set aside.</summary>
internal static class JournalFile
{
    public const string SelectIdentity = "SELECT incarnation, opens FROM state WHERE id = 1";

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        // A pooled connection would keep a file open that was set aside.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false };
        var db = new SqliteConnection(settings.ToString());
        db.Open();
        return db;
    }

    public static void Run(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static object? Ask(SqliteConnection db, string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>The file with its settings applied; an empty one gets its tables.</summary>
    /// <exception cref="JournalDamagedException">The file is not sound.</exception>
    /// <exception cref="SqliteException">Neither is what SQLite met.</exception>
    /// <exception cref="JournalOpenException">It is somebody else's, or a newer agent's.</exception>
    public static SqliteConnection Open(string path, long fileBytesMax, JournalAnchor anchor)
    {
        PrivateFile.Open(path, FileShare.ReadWrite).Dispose();
        var db = Connect(path, SqliteOpenMode.ReadWrite);
        try
        {
            var isNew = IsNew(db, path, wasOurs: anchor.Known is not null);
            if (isNew) Run(db, JournalSchema.NewFile);
            Run(db, JournalSchema.WriterSettings);
            VerifyDurable(db, path);
            if (isNew) Create(db);
            else BringUp(db);
            if (anchor.IsSuspect && !isNew && Ask(db, "PRAGMA integrity_check(1)") is not "ok")
                throw new JournalDamagedException("its pages do not agree");
            var pages = fileBytesMax / (long)Ask(db, "PRAGMA page_size")!;
            Run(db, $"PRAGMA max_page_count = {pages}");
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    /// <summary>Who the file says it is; <c>null</c> before its first opening was complete.</summary>
    public static JournalIdentity? Identity(SqliteConnection db)
    {
        using var row = new SqliteStatement(db, SelectIdentity);
        if (!row.Step() || row.Blob(0).Length != 16) throw new JournalDamagedException("it does not say which incarnation it is");
        var incarnation = new Guid(row.Blob(0), bigEndian: true);
        return incarnation == Guid.Empty ? null : new JournalIdentity(incarnation, row.Int64(1));
    }

    /// <summary>Moves the file and its log out of the way, together and still readable as a database.</summary>
    /// <returns>The new name.</returns>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var aside = $"{path}.{now:yyyyMMdd'T'HHmmssfff'Z'}.aside";
        // The file goes first: a file without its log would open and silently lack its last commits.
        if (File.Exists(path)) File.Move(path, aside);
        if (File.Exists(path + "-wal")) File.Move(path + "-wal", aside + "-wal");
        File.Delete(path + "-shm");
        return aside;
    }

    private static bool IsNew(SqliteConnection db, string path, bool wasOurs)
    {
        var (application, version) = ((long)Ask(db, "PRAGMA application_id")!, (long)Ask(db, "PRAGMA user_version")!);
        if (application == JournalSchema.ApplicationId)
        {
            if (version <= JournalSchema.Version) return false;
            throw new JournalOpenException(JournalOpenCode.JournalNewer,
                $"'{path}' has format {version}; this agent knows {JournalSchema.Version}. Install the newer agent again.");
        }

        if ((long)Ask(db, "SELECT count(*) FROM sqlite_schema")! == 0) return true;
        if (wasOurs) throw new JournalDamagedException("its header is not a journal's");
        throw new JournalOpenException(JournalOpenCode.NotAJournal,
            $"'{path}' is another program's database. Point Journal:Path to a file of the agent's own.");
    }

    private static void Create(SqliteConnection db)
    {
        using var transaction = db.BeginTransaction();
        Run(db, JournalSchema.Create);
        Run(db, "INSERT INTO state (id, incarnation, opens) VALUES (1, zeroblob(16), 0)");
        transaction.Commit();
    }

    private static void BringUp(SqliteConnection db)
    {
        if ((long)Ask(db, "PRAGMA user_version")! >= JournalSchema.Version) return;
        using var transaction = db.BeginTransaction();
        Run(db, JournalSchema.From1);
        transaction.Commit();
    }

    // Some file systems quietly decline; then nothing this journal promises would be true.
    private static void VerifyDurable(SqliteConnection db, string path)
    {
        const long full = 2;
        if (Ask(db, "PRAGMA journal_mode") is "wal" && Ask(db, "PRAGMA synchronous") is full) return;
        throw new JournalOpenException(JournalOpenCode.JournalUnavailable,
            $"The file system of '{path}' does not support a write-ahead log. Move the journal to a local disk.");
    }
}
