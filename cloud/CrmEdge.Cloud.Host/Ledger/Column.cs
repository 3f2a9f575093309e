using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>A column of <typeparamref name="T"/>'s table, and how its values of many rows become one array parameter.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class Column<T>(string name)
{
    /// <summary>The column's name.</summary>
    public string Name { get; } = name;

    /// <summary>The values of this column as an array parameter for <c>unnest</c>.</summary>
    public abstract NpgsqlParameter Values(IReadOnlyList<T> rows);

    /// <summary>The value of this column in one row.</summary>
    public abstract NpgsqlParameter Value(T row);

    /// <summary>True where every row has the same value. There is at least one row.</summary>
    public abstract bool IsAlike(IReadOnlyList<T> rows);
}

/// <summary>Makes columns.</summary>
public static class Column
{
    /// <summary>
    /// A column whose value comes from the row; a nullable <typeparamref name="TValue"/> (or null string) is NULL.
    /// </summary>
    /// <param name="name">The column's name.</param>
    /// <param name="type">Its type, without Array.</param>
    /// <param name="value">Its value; instants are UTC.</param>
    public static Column<T> Of<T, TValue>(string name, NpgsqlDbType type, Func<T, TValue> value) =>
        new ValueColumn<T, TValue>(name, type, value);

    private sealed class ValueColumn<T, TValue>(string name, NpgsqlDbType type, Func<T, TValue> value) : Column<T>(name)
    {
        public override NpgsqlParameter Values(IReadOnlyList<T> rows)
        {
            var values = new TValue[rows.Count];
            for (var i = 0; i < values.Length; i++) values[i] = value(rows[i]);
            return new NpgsqlParameter<TValue[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = values };
        }

        public override NpgsqlParameter Value(T row) => new() { NpgsqlDbType = type, Value = (object?)value(row) ?? DBNull.Value };

        public override bool IsAlike(IReadOnlyList<T> rows)
        {
            var first = value(rows[0]);
            for (var i = 1; i < rows.Count; i++)
                if (!EqualityComparer<TValue>.Default.Equals(value(rows[i]), first)) return false;
            return true;
        }
    }
}
