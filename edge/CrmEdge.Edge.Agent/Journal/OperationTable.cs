using CrmEdge.Edge.Core.Journal;
using CrmEdge.Edge.Core.Journal.Operations;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>POS operations by key.</summary>
internal sealed class OperationTable(SqliteConnection db) : IDisposable
{
    private const string Columns = "key, state, resolution, request_hash, seq, reply, begun_at, changed_at";

    private readonly SqliteStatement _byKey = new(db, $"SELECT {Columns} FROM operation WHERE key = ?");
    private readonly SqliteStatement _bySeq = new(db, $"SELECT {Columns} FROM operation WHERE seq = ?");

    private readonly SqliteStatement _open = new(db,
        $"SELECT {Columns} FROM operation WHERE state IN (1, 2, 5) ORDER BY begun_at LIMIT ?");

    // A finished operation keeps its answer as long as the record it rode with, which is later than its last step by
    // the time the edge was offline; whoever asks after that is answered by the cloud.
    private readonly SqliteStatement _expired = new(db,
        $"SELECT {Columns} FROM operation WHERE state IN (3, 4, 6) AND changed_at <= ? AND coalesce(seq, 0) <= ? "
        + "ORDER BY changed_at LIMIT ?");

    private readonly SqliteStatement _put = new(db, $"""
        INSERT INTO operation ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET state = excluded.state, resolution = excluded.resolution, seq = excluded.seq,
          reply = excluded.reply, changed_at = excluded.changed_at
        """);

    private readonly SqliteStatement _delete = new(db, "DELETE FROM operation WHERE key = ?");

    public Operation? Find(string key) => Rows(_byKey.Bind(key)).FirstOrDefault();

    public Operation? Find(long seq) => Rows(_bySeq.Bind(seq)).FirstOrDefault();

    public IReadOnlyList<Operation> Open(int max) => Rows(_open.Bind(max));

    public IReadOnlyList<Operation> Expired(DateTimeOffset changedBefore, long acked) =>
        Rows(_expired.Bind(changedBefore.ToUnixTimeMilliseconds()).Bind(acked).Bind(Retention.StepRows));

    public void Put(Operation operation) =>
        _put.Bind(operation.Key).Bind((long)operation.Status.State).Bind((long)operation.Status.Resolution)
            .Bind(operation.RequestHash.Span).Bind(operation.Seq).Bind(operation.Reply.Span)
            .Bind(operation.BegunAt.ToUnixTimeMilliseconds()).Bind(operation.ChangedAt.ToUnixTimeMilliseconds())
            .Execute();

    public void Delete(string key) => _delete.Bind(key).Execute();

    /// <summary>Follows the records under a new incarnation; those of dropped records lose their number.</summary>
    public static void Renumber(SqliteConnection db, long shift)
    {
        using var drop = new SqliteStatement(db, "UPDATE operation SET seq = NULL WHERE seq <= ?");
        using var move = new SqliteStatement(db, "UPDATE operation SET seq = -(seq - ?) WHERE seq IS NOT NULL");
        using var back = new SqliteStatement(db, "UPDATE operation SET seq = -seq WHERE seq < 0");
        drop.Bind(shift).Execute();
        // By way of the negatives: rows change in any order, and no two may meet on one number.
        move.Bind(shift).Execute();
        back.Execute();
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_byKey, _bySeq, _open, _expired, _put, _delete]) statement.Dispose();
    }

    private static List<Operation> Rows(SqliteStatement statement)
    {
        var found = new List<Operation>();
        try
        {
            while (statement.Step())
            {
                found.Add(new Operation(
                    Key: statement.Text(0) ?? "",
                    Status: new OperationStatus((OperationState)statement.Int32(1), (Resolution)statement.Int32(2)),
                    RequestHash: statement.Blob(3),
                    Seq: statement.IsNull(4) ? null : statement.Int64(4),
                    Reply: statement.Blob(5),
                    BegunAt: DateTimeOffset.FromUnixTimeMilliseconds(statement.Int64(6)),
                    ChangedAt: DateTimeOffset.FromUnixTimeMilliseconds(statement.Int64(7))));
            }

            return found;
        }
        finally
        {
            statement.Reset();
        }
    }
}
