using CrmEdge.Cloud.Core.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// A record store over one table whose primary key is (tenant, id). Derive, name the columns besides tenant and id, and read
/// them back in that order after tenant (ordinal 0) and id (ordinal 1).
/// </summary>
/// <typeparam name="T">The record.</typeparam>
public abstract class TableRecordStore<T> : IRecordStore<T> where T : class, IOwned
{
    private readonly IReadOnlyList<Column<T>> _columns;
    private readonly string _byIds;
    private readonly string? _byOwners;
    private readonly string _upsert;

    /// <param name="table">The table.</param>
    /// <param name="ownerColumn">The indexed column of <see cref="IOwnedBy.Owner"/>; null where the record has no owner.</param>
    /// <param name="columns">All columns besides tenant and id.</param>
    protected TableRecordStore(string table, string? ownerColumn, params IReadOnlyList<Column<T>> columns)
    {
        _columns =
        [
            Column.Of("tenant", NpgsqlDbType.Uuid, (T r) => r.Tenant),
            Column.Of("id", NpgsqlDbType.Uuid, (T r) => r.Id),
            .. columns,
        ];
        var select = $"SELECT {string.Join(", ", _columns.Select(c => $"r.{c.Name}"))} " +
            $"FROM unnest($1, $2) AS k (tenant, key) JOIN {table} r";
        _byIds = $"{select} ON r.tenant = k.tenant AND r.id = k.key";
        _byOwners = ownerColumn is null ? null : $"{select} ON r.tenant = k.tenant AND r.{ownerColumn} = k.key";
        var set = string.Join(", ", columns.Select(c => $"{c.Name} = excluded.{c.Name}"));
        var replace = set.Length == 0 ? "NOTHING" : $"UPDATE SET {set}";
        _upsert = $"{Unnest.Insert(table, _columns)} ON CONFLICT (tenant, id) DO {replace}";
    }

    /// <inheritdoc/>
    public NpgsqlBatchCommand SelectByIds(Guid[] tenants, Guid[] ids) => Unnest.Keys(_byIds, tenants, ids);

    /// <inheritdoc/>
    public NpgsqlBatchCommand SelectByOwners(Guid[] tenants, Guid[] owners) =>
        Unnest.Keys(_byOwners ?? throw new InvalidOperationException($"{typeof(T).Name} has no owner column"), tenants, owners);

    /// <inheritdoc/>
    public abstract T Read(NpgsqlDataReader row);

    /// <inheritdoc/>
    public NpgsqlBatchCommand Upsert(IReadOnlyList<T> records) => Unnest.Rows(_upsert, _columns, records);
}
