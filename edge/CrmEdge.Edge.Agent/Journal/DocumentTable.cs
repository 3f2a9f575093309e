using CrmEdge.Edge.Core.Journal;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Documents by space and key.</summary>
internal sealed class DocumentTable(SqliteConnection db) : IDisposable
{
    private const string Columns = "space, key, version, body, updated_at";

    private readonly SqliteStatement _find = new(db, $"SELECT {Columns} FROM document WHERE space = ? AND key = ?");

    private readonly SqliteStatement _list = new(db,
        $"SELECT {Columns} FROM document WHERE space = ? AND key > ? ORDER BY key LIMIT ?");

    private readonly SqliteStatement _put = new(db, $"""
        INSERT INTO document ({Columns}) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (space, key) DO UPDATE SET version = excluded.version, body = excluded.body, updated_at = excluded.updated_at
        """);

    private readonly SqliteStatement _delete = new(db, "DELETE FROM document WHERE space = ? AND key = ?");

    public Document? Find(string space, string key) => Rows(_find.Bind(space).Bind(key)).FirstOrDefault();

    public IReadOnlyList<Document> List(string space, string afterKey, int max) =>
        Rows(_list.Bind(space).Bind(afterKey).Bind(max));

    public void Put(Document document) =>
        _put.Bind(document.Space).Bind(document.Key).Bind(document.Version).Bind(document.Body.Span)
            .Bind(document.UpdatedAt.ToUnixTimeMilliseconds()).Execute();

    public void Delete(string space, string key) => _delete.Bind(space).Bind(key).Execute();

    public void Dispose()
    {
        _find.Dispose();
        _list.Dispose();
        _put.Dispose();
        _delete.Dispose();
    }

    private static List<Document> Rows(SqliteStatement statement)
    {
        var found = new List<Document>();
        try
        {
            while (statement.Step())
            {
                found.Add(new Document(
                    statement.Text(0) ?? "", statement.Text(1) ?? "", statement.Int64(2), statement.Blob(3),
                    DateTimeOffset.FromUnixTimeMilliseconds(statement.Int64(4))));
            }

            return found;
        }
        finally
        {
            statement.Reset();
        }
    }
}
