using System.Diagnostics.CodeAnalysis;
using CrmEdge.Edge.Agent.Journal;
using CrmEdge.Edge.Core.Journal;
using CrmEdge.Kernel;
using CrmEdge.TestKit;
using Microsoft.Data.Sqlite;

namespace CrmEdge.Edge.Tests.Journal;

/// <summary>A folder with a journal that can be opened, closed and looked into with plain SQL.</summary>
[SuppressMessage("Design", "CA1001", Justification = "Disposed by the test class that owns it.")]
internal sealed class JournalPlace : IDisposable
{
    private readonly TempFolder _folder = new();
    private byte _random;

    public JournalPlace() => Ids = new IdSource(Time, bytes => bytes.Fill(++_random));

    public FakeTimeProvider Time { get; } = new();

    public TestLogs Logs { get; } = new();

    public IdSource Ids { get; }

    public string Folder => _folder.Path;

    public string Path => _folder["data", "journal.db"];

    public EdgeJournal Open(Action<JournalOptions>? change = null)
    {
        var options = new JournalOptions { Path = Path };
        change?.Invoke(options);
        return EdgeJournal.Open(options, Time, Ids, Logs.For<EdgeJournal>());
    }

    /// <summary>Asks the file, not the journal.</summary>
    public long Ask(string sql)
    {
        using var db = new SqliteConnection($"Data Source={Path};Mode=ReadOnly;Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Changes the closed file behind the journal's back.</summary>
    public void Change(string sql)
    {
        using var db = new SqliteConnection($"Data Source={Path};Pooling=False");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _folder.Dispose();
        Logs.Dispose();
    }

    public static JournalRecord Record(Lane lane = Lane.Money, int bytes = 300, string? key = null, byte fill = 7)
    {
        var payload = new byte[bytes];
        payload.AsSpan().Fill(fill);
        return new JournalRecord(lane, 1, 1, payload, key is null ? null : RecordKey.Of(key, payload));
    }
}
