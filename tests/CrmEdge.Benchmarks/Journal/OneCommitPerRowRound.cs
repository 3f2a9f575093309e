using Microsoft.Data.Sqlite;

namespace CrmEdge.Benchmarks.Journal;

/// <summary>What one writes first: insert, commit, next. Autocommit of one prepared insert, without an index or a second
/// table.</summary>
internal sealed class OneCommitPerRowRound(byte[] payload, TimeProvider time)
{
    public RoundResult Run(string path, TimeSpan roundTime, CancellationToken ct)
    {
        using var db = Open(path);
        using var insert = db.CreateCommand();
        insert.CommandText = "INSERT INTO q (seq, body) VALUES ($seq, $body)";
        var seq = insert.Parameters.Add("$seq", SqliteType.Integer);
        insert.Parameters.Add("$body", SqliteType.Blob).Value = payload;

        var latencies = new List<TimeSpan>();
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < roundTime)
        {
            ct.ThrowIfCancellationRequested();
            var asked = time.GetTimestamp();
            seq.Value = latencies.Count + 1L;
            insert.ExecuteNonQuery();
            latencies.Add(time.GetElapsedTime(asked));
        }

        var took = time.GetElapsedTime(started);
        using var count = db.CreateCommand();
        count.CommandText = "SELECT count(*) FROM q";
        if ((long)count.ExecuteScalar()! != latencies.Count) throw new InvalidOperationException("The yardstick lost rows.");
        latencies.Sort();
        return new RoundResult(latencies.Count, latencies.Count, took, [.. latencies]);
    }

    // The settings of the journal's own file.
    private static SqliteConnection Open(string path)
    {
        var db = new SqliteConnection($"Data Source={path};Pooling=False");
        db.Open();
        using var settings = db.CreateCommand();
        settings.CommandText = """
            PRAGMA page_size = 8192;
            PRAGMA auto_vacuum = INCREMENTAL;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 1000;
            PRAGMA journal_size_limit = 8388608;
            PRAGMA cache_size = -8192;
            CREATE TABLE q (seq INTEGER PRIMARY KEY, body BLOB NOT NULL);
            """;
        settings.ExecuteNonQuery();
        return db;
    }
}
