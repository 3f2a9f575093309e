using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Journal.Operations;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>
/// Reads what is durable, on a connection of its own beside the writer. Every call reads whole and lets go, so that no reader
/// keeps the write-ahead log from being folded in. Safe for many threads, one at a time.
/// </summary>
public sealed class JournalReader : IDisposable
{
    private const string Columns = "seq, lane, type, version, recorded_at, key, payload, trace";

    private readonly Lock _gate = new();
    private readonly SqliteConnection _db;
    private readonly SqliteStatement _after;
    private readonly SqliteStatement _at;
    private readonly SqliteStatement _byKey;
    private readonly SqliteStatement _oldest;
    private readonly OperationTable _operations;
    private readonly DocumentTable _documents;

    internal JournalReader(string path)
    {
        _db = JournalFile.Connect(path, SqliteOpenMode.ReadOnly);
        JournalFile.Run(_db, JournalSchema.ReaderSettings);
        _after = new SqliteStatement(_db, $"SELECT {Columns} FROM record WHERE seq > ? ORDER BY seq LIMIT ?");
        _at = new SqliteStatement(_db, $"SELECT {Columns} FROM record WHERE seq >= ? ORDER BY seq LIMIT 1");
        _byKey = new SqliteStatement(_db, $"SELECT {Columns} FROM record WHERE key = ?");
        _oldest = new SqliteStatement(_db,
            "SELECT recorded_at FROM record INDEXED BY record_lane WHERE lane = ? AND seq > ? ORDER BY seq LIMIT 1");
        _operations = new OperationTable(_db);
        _documents = new DocumentTable(_db);
    }

    /// <summary>
    /// The records above <paramref name="after"/> in order: each begins where the one before ended. At least one when there is
    /// any; then no more than the two bounds allow.
    /// </summary>
    public IReadOnlyList<JournalEntry> ReadAfter(long after, int rowsMax, long bytesMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rowsMax, 1);
        var entries = new List<JournalEntry>();
        var budget = new DrainBudget(rowsMax, bytesMax);
        lock (_gate)
        {
            try
            {
                _after.Bind(after).Bind(rowsMax);
                while (_after.Step())
                {
                    var entry = Entry(_after, entries.Count == 0 ? after : entries[^1].Seq);
                    if (!budget.TryTake(entry.Bytes)) break;
                    entries.Add(entry);
                }
            }
            finally
            {
                _after.Reset();
            }
        }

        return entries;
    }

    /// <summary>The record that covers one number: itself, or the gap it fell into; <c>null</c> when it is no longer
    /// kept.</summary>
    public JournalEntry? Find(long seq)
    {
        var entry = One(_at, seq);
        return entry is null || (entry.Seq != seq && !entry.IsGap) ? null : entry;
    }

    /// <summary>The record that holds a key.</summary>
    public JournalEntry? FindByKey(string key)
    {
        lock (_gate) return First(_byKey.Bind(key));
    }

    /// <summary>When the oldest record of a lane above <paramref name="after"/> was recorded.</summary>
    public DateTimeOffset? OldestAfter(Lane lane, long after)
    {
        lock (_gate)
            return _oldest.Bind((long)lane).Bind(after).Scalar() is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
    }

    /// <summary>The operation under a key.</summary>
    public Operation? FindOperation(string key)
    {
        lock (_gate) return _operations.Find(key);
    }

    /// <summary>The operation that rides with a record.</summary>
    public Operation? FindOperation(long seq)
    {
        lock (_gate) return _operations.Find(seq);
    }

    /// <summary>Operations without an outcome, oldest first: what a start has to settle.</summary>
    public IReadOnlyList<Operation> OpenOperations(int max)
    {
        lock (_gate) return _operations.Open(max);
    }

    /// <summary>The document under a key.</summary>
    public Document? FindDocument(string space, string key)
    {
        lock (_gate) return _documents.Find(space, key);
    }

    /// <summary>Documents of a space in the order of their keys, from the one after <paramref name="afterKey"/> on.</summary>
    public IReadOnlyList<Document> ListDocuments(string space, string afterKey, int max)
    {
        lock (_gate) return _documents.List(space, afterKey, max);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var statement in (SqliteStatement[])[_after, _at, _byKey, _oldest]) statement.Dispose();
            _operations.Dispose();
            _documents.Dispose();
            _db.Dispose();
        }
    }

    private JournalEntry? One(SqliteStatement statement, long seq)
    {
        lock (_gate) return First(statement.Bind(seq));
    }

    private static JournalEntry? First(SqliteStatement statement)
    {
        try
        {
            return statement.Step() ? Entry(statement, after: 0) : null;
        }
        finally
        {
            statement.Reset();
        }
    }

    private static JournalEntry Entry(SqliteStatement row, long after)
    {
        var (seq, lane) = (row.Int64(0), row.Int32(1));
        var at = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4));
        var payload = row.Blob(6);
        return lane == JournalSchema.GapLane
            ? new JournalEntry(Gap.FirstOf(seq, Gap.Decode(payload), after), seq, null, 0, 0, at, null, default)
            : new JournalEntry(seq, seq, (Lane)lane, row.Int32(2), row.Int32(3), at, row.Text(5), payload, row.Text(7));
    }
}
