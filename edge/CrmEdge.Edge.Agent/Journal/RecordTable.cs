using CrmEdge.Edge.Core.Journal;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The records, as the writer sees them.</summary>
internal sealed class RecordTable(SqliteConnection db) : IDisposable
{
    public const string SelectEvictable =
        "SELECT seq, bytes FROM record INDEXED BY record_lane WHERE lane = ? AND seq > ? ORDER BY seq LIMIT ?";

    private readonly SqliteStatement _insert = new(db, """
        INSERT INTO record (seq, lane, type, version, recorded_at, bytes, key, fingerprint, payload, trace)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) WHERE key IS NOT NULL DO NOTHING
        """);

    private readonly SqliteStatement _byKey = new(db, "SELECT seq, lane, type, fingerprint FROM record WHERE key = ?");

    private readonly SqliteStatement _settled = new(db,
        "SELECT lane, count(*), sum(bytes) FROM record WHERE seq > ? AND seq <= ? GROUP BY +lane");

    private readonly SqliteStatement _trimBoundary = new(db, """
        SELECT max(seq), sum(bytes), count(*)
        FROM (SELECT seq, bytes FROM record WHERE seq <= ? ORDER BY seq LIMIT ?)
        """);

    private readonly SqliteStatement _deleteUpTo = new(db, "DELETE FROM record WHERE seq <= ?");
    private readonly SqliteStatement _deleteRange = new(db, "DELETE FROM record WHERE seq BETWEEN ? AND ?");
    private readonly SqliteStatement _evictable = new(db, SelectEvictable);
    private readonly SqliteStatement _before =
        new(db, "SELECT seq, payload FROM record WHERE seq < ? AND seq > ? AND lane = 0 ORDER BY seq DESC LIMIT 1");

    /// <summary>False where another record holds the key.</summary>
    public bool Insert(long seq, JournalRecord record, long at)
    {
        _insert.Bind(seq).Bind((long)record.Lane).Bind(record.Type).Bind(record.Version).Bind(at).Bind(record.Bytes);
        if (record.Key is { } key) _insert.Bind(key.Text).Bind(key.Fingerprint.Span);
        else _insert.BindNull().BindNull();
        _insert.Bind(record.Payload.Span);
        if (record.Trace is { } trace) _insert.Bind(trace);
        else _insert.BindNull();
        return _insert.Execute() == 1;
    }

    public StoredKey? FindKey(string key)
    {
        try
        {
            return _byKey.Bind(key).Step()
                ? new StoredKey(_byKey.Int64(0), (Lane)_byKey.Int32(1), _byKey.Int32(2), _byKey.Blob(3))
                : null;
        }
        finally
        {
            _byKey.Reset();
        }
    }

    /// <summary>What the lanes hold above <paramref name="after"/>, up to <paramref name="upTo"/>.</summary>
    public LaneTotals Totals(long after, long upTo)
    {
        var totals = new LaneTotals();
        try
        {
            _settled.Bind(after).Bind(upTo);
            while (_settled.Step())
            {
                if (_settled.Int32(0) == JournalSchema.GapLane) continue;
                totals = totals.With((Lane)_settled.Int32(0), new LaneUse(_settled.Int64(1), _settled.Int64(2)));
            }

            return totals;
        }
        finally
        {
            _settled.Reset();
        }
    }

    /// <summary>Deletes the oldest records up to <paramref name="upTo"/>, a step at most. Says up to where nothing is
    /// left.</summary>
    public (long UpTo, long Bytes) TrimStep(long upTo)
    {
        var (boundary, bytes) = (upTo, 0L);
        try
        {
            _trimBoundary.Bind(upTo).Bind(Retention.StepRows).Step();
            if (!_trimBoundary.IsNull(0)) bytes = _trimBoundary.Int64(1);
            if (_trimBoundary.Int64(2) == Retention.StepRows) boundary = _trimBoundary.Int64(0);
        }
        finally
        {
            _trimBoundary.Reset();
        }

        _deleteUpTo.Bind(boundary).Execute();
        return (boundary, bytes);
    }

    /// <summary>Unsent telemetry above <paramref name="after"/>, oldest first, one step's worth.</summary>
    public IReadOnlyList<EvictionCandidate> Evictable(long after)
    {
        var found = new List<EvictionCandidate>();
        try
        {
            _evictable.Bind((long)Lane.Telemetry).Bind(after).Bind(Eviction.StepRows);
            while (_evictable.Step()) found.Add(new EvictionCandidate(_evictable.Int64(0), _evictable.Int32(1)));
            return found;
        }
        finally
        {
            _evictable.Reset();
        }
    }

    /// <summary>Replaces a run by the record of its gap; true when the unsent gap right before it was merged in.</summary>
    public bool ReplaceByGap(EvictionRun run, long reached, long at)
    {
        var count = run.Rows;
        var (first, merged) = (run.First, false);
        try
        {
            if (_before.Bind(run.First).Bind(Math.Max(reached, run.First - 2)).Step())
            {
                (first, merged) = (_before.Int64(0), true);
                count += Gap.Decode(_before.Blob(1));
            }
        }
        finally
        {
            _before.Reset();
        }

        _deleteRange.Bind(first).Bind(run.Last).Execute();
        InsertGap(run.Last, count, at);
        return merged;
    }

    public void InsertGap(long seq, long count, long at) =>
        _insert.Bind(seq).Bind(JournalSchema.GapLane).Bind(0).Bind(0).Bind(at).Bind(RecordLimits.GapBytes)
            .BindNull().BindNull().Bind(Gap.Encode(count)).BindNull().Execute();

    /// <summary>Drops records up to <paramref name="shift"/>, numbers the rest from 1 and says what they count for.</summary>
    public long Renumber(long shift)
    {
        _deleteUpTo.Bind(shift).Execute();
        if (shift > 0) Once("UPDATE record SET seq = seq - ?", shift).Execute();
        using var sum = new SqliteStatement(db, "SELECT coalesce(sum(bytes), 0) FROM record");
        return sum.Scalar() ?? 0;

        SqliteStatement Once(string sql, long value) => new SqliteStatement(db, sql).Bind(value);
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])
            [_insert, _byKey, _settled, _trimBoundary, _deleteUpTo, _deleteRange, _evictable, _before])
            statement.Dispose();
    }
}
