using CrmEdge.Cloud.Core.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>A fact store over one table. Derive and name the columns besides tenant.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class TableFactStore<T> : IFactStore<T> where T : class, IFact
{
    private readonly IReadOnlyList<Column<T>> _columns;
    private readonly string _insert;

    /// <param name="table">The table.</param>
    /// <param name="columns">All columns besides tenant.</param>
    protected TableFactStore(string table, params IReadOnlyList<Column<T>> columns)
    {
        _columns = [Column.Of("tenant", NpgsqlDbType.Uuid, (T f) => f.Tenant), .. columns];
        _insert = Unnest.Insert(table, _columns);
    }

    /// <inheritdoc/>
    public NpgsqlBatchCommand Insert(IReadOnlyList<T> facts) => Unnest.Rows(_insert, _columns, facts);
}
