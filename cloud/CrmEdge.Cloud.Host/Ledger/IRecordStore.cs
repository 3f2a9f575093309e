using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// How one type of partition-owned record is kept. <see cref="TableRecordStore{T}"/> writes it from a list of columns.
/// Registered with <c>services.AddRecordStore&lt;T, TStore&gt;()</c>.
/// </summary>
/// <typeparam name="T">The record.</typeparam>
public interface IRecordStore<T> where T : class, IOwned
{
    /// <summary>A statement that selects the records of these keys (two arrays of one length).</summary>
    NpgsqlBatchCommand SelectByIds(Guid[] tenants, Guid[] ids);

    /// <summary>A statement that selects all records of these owners (two arrays of one length), same columns.</summary>
    NpgsqlBatchCommand SelectByOwners(Guid[] tenants, Guid[] owners);

    /// <summary>The record of the reader's current row.</summary>
    T Read(NpgsqlDataReader row);

    /// <summary>A statement that inserts the records or replaces those with their keys.</summary>
    NpgsqlBatchCommand Upsert(IReadOnlyList<T> records);
}

/// <summary>How one type of insert-only row is kept. <see cref="TableFactStore{T}"/> writes it from a list of columns.</summary>
/// <typeparam name="T">The row.</typeparam>
public interface IFactStore<T> where T : class, IFact
{
    /// <summary>A statement that inserts the rows in their order.</summary>
    NpgsqlBatchCommand Insert(IReadOnlyList<T> facts);
}
