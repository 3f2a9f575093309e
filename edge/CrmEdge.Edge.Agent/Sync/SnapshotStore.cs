using CrmEdge.Contracts.Sync;
using CrmEdge.Edge.Agent.Enrolment;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Sync;
using CrmEdge.Hosting.Files;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>
/// Durable copies of what the cloud knows, by kind. A snapshot is collected beside the one in use and takes its place in one
/// transaction. A copy that is lost is simply sent again.
/// </summary>
internal sealed partial class SnapshotStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;
        CREATE TABLE IF NOT EXISTS held (kind TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (kind,
            key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS coming (kind TEXT NOT NULL, key TEXT NOT NULL, body BLOB, PRIMARY KEY (kind,
            key)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS version (kind TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
        DELETE FROM coming;
        """;

    private readonly Lock _gate = new();
    private readonly SqliteConnection _db;
    private readonly Dictionary<string, SnapshotProgress> _pending = [];

    public SnapshotStore(IOptions<AgentOptions> options, TimeProvider time, ILogger<SnapshotStore> logger)
    {
        var path = DataFolder.Open(options.Value.Folder).File("snapshots.db");
        try
        {
            _db = Open(path);
        }
        catch (SqliteException e) when (SqliteFailure.IsDamageAtStart(e))
        {
            Log.SetAside(logger, JournalFile.SetAside(path, time.GetUtcNow()), e.SqliteErrorCode);
            _db = Open(path);
        }
    }

    /// <summary>Raised after a snapshot of a kind took effect.</summary>
    public event EventHandler<string>? Applied;

    /// <summary>The versions in use.</summary>
    public IReadOnlyDictionary<string, ulong> Versions()
    {
        lock (_gate)
        {
            var versions = new Dictionary<string, ulong>();
            using var command = Command("SELECT kind, version FROM version");
            using var reader = command.ExecuteReader();
            while (reader.Read()) versions.Add(reader.GetString(0), (ulong)reader.GetInt64(1));
            return versions;
        }
    }

    /// <summary>One row in use; null where there is none.</summary>
    public byte[]? Find(string kind, string key)
    {
        lock (_gate)
        {
            using var command = Command("SELECT body FROM held WHERE kind = $1 AND key = $2", kind, key);
            return command.ExecuteScalar() as byte[];
        }
    }

    /// <summary>All rows in use of a kind that is small.</summary>
    public IReadOnlyList<byte[]> All(string kind)
    {
        lock (_gate)
        {
            using var command = Command("SELECT body FROM held WHERE kind = $1 ORDER BY key", kind);
            using var reader = command.ExecuteReader();
            var bodies = new List<byte[]>();
            while (reader.Read()) bodies.Add(reader.GetFieldValue<byte[]>(0));
            return bodies;
        }
    }

    /// <summary>Keys of identification values.</summary>
    public IReadOnlyList<StoredCimKey> CimKeys() =>
        [.. All("keys").Select(Contracts.Enrolment.CimKey.Parser.ParseFrom)
            .Select(k => new StoredCimKey((int)k.Id, k.Secret.ToByteArray()))];

    /// <summary>Whom an identification value names; null where the copy does not know it.</summary>
    public ContactRow? Contact(Kernel.CimHash hash) =>
        Find("contacts", $"{hash.KeyId}:{hash.Hex}") is { } body ? ContactRow.Parser.ParseFrom(body) : null;

    /// <summary>Takes a chunk in; the version in use afterwards where it was the last, else null.</summary>
    public long? Take(Snapshot chunk)
    {
        var (version, since) = ((long)chunk.Version, (long)chunk.Since);
        lock (_gate)
        {
            SnapshotProgress? pending = _pending.TryGetValue(chunk.Kind, out var begun) ? begun : null;
            var held = (long)Versions().GetValueOrDefault(chunk.Kind);
            var step = SnapshotMerge.Next(held, pending, new SnapshotProgress(version, since, chunk.Rows.Count), chunk.Last);
            using var transaction = _db.BeginTransaction();
            if (step == SnapshotStep.Drop)
            {
                Run(transaction, "DELETE FROM coming WHERE kind = $1", chunk.Kind);
                transaction.Commit();
                _pending.Remove(chunk.Kind);
                return null;
            }
            foreach (var row in chunk.Rows)
                Run(transaction, "INSERT OR REPLACE INTO coming VALUES ($1, $2, $3)", chunk.Kind, row.Key,
                    row.Removed ? DBNull.Value : row.Body.ToByteArray());
            if (step == SnapshotStep.Apply) Swap(transaction, chunk.Kind, version, since);
            transaction.Commit();
            if (step == SnapshotStep.Collect)
            {
                _pending[chunk.Kind] = new SnapshotProgress(version, since, (pending?.Rows ?? 0) + chunk.Rows.Count);
                return null;
            }
            _pending.Remove(chunk.Kind);
        }
        Applied?.Invoke(this, chunk.Kind);
        return version;
    }

    /// <summary>A link begins: what was collected over the one before does not go on.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            _pending.Clear();
            using var command = Command("DELETE FROM coming");
            command.ExecuteNonQuery();
        }
    }

    public void Dispose()
    {
        lock (_gate) _db.Dispose();
    }

    private static SqliteConnection Open(string path)
    {
        using (PrivateFile.Open(path, FileShare.ReadWrite)) { }
        var db = JournalFile.Connect(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            JournalFile.Run(db, Schema);
            if (JournalFile.Ask(db, "PRAGMA quick_check(1)") is not "ok")
                throw new SqliteException("its pages do not agree", SQLitePCL.raw.SQLITE_CORRUPT);
            return db;
        }
        catch
        {
            db.Dispose();
            throw;
        }
    }

    private void Swap(SqliteTransaction transaction, string kind, long version, long since)
    {
        if (since == 0) Run(transaction, "DELETE FROM held WHERE kind = $1", kind);
        Run(transaction,
            "DELETE FROM held WHERE kind = $1 AND key IN (SELECT key FROM coming WHERE kind = $1 AND body IS NULL)", kind);
        Run(transaction, "INSERT OR REPLACE INTO held SELECT kind, key, body FROM coming WHERE kind = $1 AND body IS NOT NULL",
            kind);
        Run(transaction, "DELETE FROM coming WHERE kind = $1", kind);
        Run(transaction, "INSERT OR REPLACE INTO version VALUES ($1, $2)", kind, version);
    }

    private void Run(SqliteTransaction transaction, string sql, params object[] values)
    {
        using var command = Command(sql, values);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, params object[] values)
    {
        var command = _db.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        return command;
    }

    private static partial class Log
    {
        [LoggerMessage(2113, LogLevel.Warning,
            "The copy of what the cloud knows could not be read (SQLite {Code}) and was put at {Aside}; " +
            "the cloud sends it again. Nothing is lost. Check the disk's health")]
        public static partial void SetAside(ILogger logger, string aside, int code);
    }
}
