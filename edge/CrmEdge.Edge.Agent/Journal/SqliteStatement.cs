using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>A prepared statement on the connection's own handle. Bound, stepped and reset some hundred thousand times a
/// second, which a command object with named parameters does not reach. Not safe for two threads.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _handle;
    private int _bound;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _db = connection.Handle ?? throw new InvalidOperationException("The connection is closed.");
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v3(_db, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle), _db);
    }

    public SqliteStatement Bind(long value) => Checked(raw.sqlite3_bind_int64(_handle, ++_bound, value));

    public SqliteStatement Bind(string? value) =>
        Checked(value is null ? raw.sqlite3_bind_null(_handle, ++_bound) : raw.sqlite3_bind_text(_handle, ++_bound, value));

    public SqliteStatement Bind(ReadOnlySpan<byte> value) => Checked(value.IsEmpty
        ? raw.sqlite3_bind_zeroblob(_handle, ++_bound, 0)
        : raw.sqlite3_bind_blob(_handle, ++_bound, value));

    public SqliteStatement Bind(long? value) =>
        value is { } some ? Bind(some) : Checked(raw.sqlite3_bind_null(_handle, ++_bound));

    public SqliteStatement BindNull() => Checked(raw.sqlite3_bind_null(_handle, ++_bound));

    /// <summary>Runs to the end and says how many rows changed.</summary>
    public int Execute()
    {
        try
        {
            while (Step()) { }
            return raw.sqlite3_changes(_db);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Moves to the next row. Whoever reads rows calls <see cref="Reset"/> in the end: a statement left on a row pins
    /// the write-ahead log.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) SqliteException.ThrowExceptionForRC(code, _db);
        return false;
    }

    /// <summary>The first column of the only row, or <c>null</c>.</summary>
    public long? Scalar()
    {
        try
        {
            return Step() && !IsNull(0) ? Int64(0) : null;
        }
        finally
        {
            Reset();
        }
    }

    public void Reset()
    {
        // The result code repeats what Step already threw.
        raw.sqlite3_reset(_handle);
        _bound = 0;
    }

    public long Int64(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int32(int column) => checked((int)Int64(column));

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public string? Text(int column) => IsNull(column) ? null : raw.sqlite3_column_text(_handle, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_handle, column).ToArray();

    /// <summary>Steps of SQLite's machine this statement took so far: what a query costs, whatever the machine is
    /// doing.</summary>
    public int MachineSteps => raw.sqlite3_stmt_status(_handle, raw.SQLITE_STMTSTATUS_VM_STEP, 0);

    public void Dispose() => _handle.Dispose();

    private SqliteStatement Checked(int code)
    {
        SqliteException.ThrowExceptionForRC(code, _db);
        return this;
    }
}
