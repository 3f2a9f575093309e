using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>How far the cloud had confirmed in which hour: from this follows what has stayed long enough.</summary>
internal sealed class AckMarks(SqliteConnection db) : IDisposable
{
    private readonly SqliteStatement _put = new(db,
        "INSERT INTO ack_mark (hour, up_to) VALUES (?, ?) ON CONFLICT (hour) DO UPDATE SET up_to = excluded.up_to");

    private readonly SqliteStatement _expired = new(db, "SELECT max(up_to) FROM ack_mark WHERE hour <= ?");
    private readonly SqliteStatement _deleteUpTo = new(db, "DELETE FROM ack_mark WHERE up_to <= ?");
    private readonly SqliteStatement _deleteAbove = new(db, "DELETE FROM ack_mark WHERE up_to > ?");

    public void Put(long hour, long upTo) => _put.Bind(hour).Bind(upTo).Execute();

    public long Expired(long hour) => _expired.Bind(hour).Scalar() ?? 0;

    public void DeleteUpTo(long upTo) => _deleteUpTo.Bind(upTo).Execute();

    /// <summary>What is confirmed once more stays once more.</summary>
    public void DeleteAbove(long upTo) => _deleteAbove.Bind(upTo).Execute();

    public void Dispose()
    {
        _put.Dispose();
        _expired.Dispose();
        _deleteUpTo.Dispose();
        _deleteAbove.Dispose();
    }
}
