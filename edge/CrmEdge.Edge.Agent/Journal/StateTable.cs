using CrmEdge.Edge.Core.Journal;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>The one row that says where the journal stands. Read once, at the start; written in every commit.</summary>
internal sealed class StateTable : IDisposable
{
    public const string SelectState = """
        SELECT oldest, acked, reached, evicted, kept_bytes, document_bytes,
               money_rows, money_bytes, identity_rows, identity_bytes, telemetry_rows, telemetry_bytes
        FROM state WHERE id = 1
        """;

    public const string SelectLast = "SELECT max(seq) FROM record";

    private readonly SqliteStatement _update;

    public StateTable(SqliteConnection db) => _update = new SqliteStatement(db, """
        UPDATE state SET oldest = ?, acked = ?, reached = ?, evicted = ?, kept_bytes = ?, document_bytes = ?,
          money_rows = ?, money_bytes = ?, identity_rows = ?, identity_bytes = ?, telemetry_rows = ?, telemetry_bytes = ?
        WHERE id = 1
        """);

    public static JournalState Load(SqliteConnection db)
    {
        using var last = new SqliteStatement(db, SelectLast);
        using var row = new SqliteStatement(db, SelectState);
        if (!row.Step()) throw new JournalDamagedException("the state row is missing");
        var state = new JournalState
        {
            Oldest = row.Int64(0),
            Acked = row.Int64(1),
            Reached = row.Int64(2),
            EvictedUpTo = row.Int64(3),
            KeptBytes = row.Int64(4),
            DocumentBytes = row.Int64(5),
            Unsent = new LaneTotals(
                new LaneUse(row.Int64(6), row.Int64(7)),
                new LaneUse(row.Int64(8), row.Int64(9)),
                new LaneUse(row.Int64(10), row.Int64(11))),
            Last = JournalState.LastOf(last.Scalar(), row.Int64(2)),
        };
        return state.IsSound ? state : throw new JournalDamagedException("its counters contradict its records");
    }

    public void Save(in JournalState state)
    {
        var lanes = state.Unsent;
        _update.Bind(state.Oldest).Bind(state.Acked).Bind(state.Reached).Bind(state.EvictedUpTo)
            .Bind(state.KeptBytes).Bind(state.DocumentBytes)
            .Bind(lanes.Money.Rows).Bind(lanes.Money.Bytes)
            .Bind(lanes.Identity.Rows).Bind(lanes.Identity.Bytes)
            .Bind(lanes.Telemetry.Rows).Bind(lanes.Telemetry.Bytes)
            .Execute();
    }

    public void Dispose() => _update.Dispose();
}
