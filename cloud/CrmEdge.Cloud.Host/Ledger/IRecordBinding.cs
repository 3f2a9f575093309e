using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>An <see cref="IRecordStore{T}"/> for a committer that does not know the type.</summary>
internal interface IRecordBinding
{
    Type Type { get; }

    NpgsqlBatchCommand SelectByIds(IReadOnlyCollection<RecordKey> keys);

    NpgsqlBatchCommand SelectByOwners(IReadOnlyCollection<RecordKey> owners);

    IOwned Read(NpgsqlDataReader row);

    NpgsqlBatchCommand Upsert(IReadOnlyCollection<IOwned> records);
}
