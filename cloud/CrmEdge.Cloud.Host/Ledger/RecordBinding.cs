using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

internal sealed class RecordBinding<T>(IRecordStore<T> store) : IRecordBinding where T : class, IOwned
{
    public Type Type => typeof(T);

    public NpgsqlBatchCommand SelectByIds(IReadOnlyCollection<RecordKey> keys) =>
        store.SelectByIds([.. keys.Select(k => k.Tenant)], [.. keys.Select(k => k.Id)]);

    public NpgsqlBatchCommand SelectByOwners(IReadOnlyCollection<RecordKey> owners) =>
        store.SelectByOwners([.. owners.Select(k => k.Tenant)], [.. owners.Select(k => k.Id)]);

    public IOwned Read(NpgsqlDataReader row) => store.Read(row);

    public NpgsqlBatchCommand Upsert(IReadOnlyCollection<IOwned> records) => store.Upsert([.. records.Cast<T>()]);
}
