using CrmEdge.Cloud.Core.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Statements over many rows at once: one array parameter per column.</summary>
internal static class Unnest
{
    public static string Insert<T>(string table, IReadOnlyList<Column<T>> columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns.Select(c => c.Name))}) SELECT * FROM {Of(columns.Count)}";

    public static string Of(int columns) => $"unnest({string.Join(", ", Enumerable.Range(1, columns).Select(i => $"${i}"))})";

    public static NpgsqlBatchCommand Rows<T>(string sql, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns) command.Parameters.Add(column.Values(rows));
        return command;
    }

    public static NpgsqlBatchCommand Keys(string sql, Guid[] tenants, Guid[] ids)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.Add(Uuids(tenants));
        command.Parameters.Add(Uuids(ids));
        return command;
    }

    public static NpgsqlBatchCommand Keys(string sql, IReadOnlyCollection<RecordKey> keys) =>
        Keys(sql, [.. keys.Select(k => k.Tenant)], [.. keys.Select(k => k.Id)]);

    private static NpgsqlParameter<Guid[]> Uuids(Guid[] values) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid, TypedValue = values };
}
