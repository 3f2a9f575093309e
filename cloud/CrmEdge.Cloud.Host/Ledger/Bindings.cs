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

/// <summary>An <see cref="IFactStore{T}"/> for a committer that does not know the type.</summary>
internal interface IFactBinding
{
    Type Type { get; }

    NpgsqlBatchCommand Insert(IReadOnlyList<IFact> facts);
}

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

internal sealed class FactBinding<T>(IFactStore<T> store) : IFactBinding where T : class, IFact
{
    public Type Type => typeof(T);

    public NpgsqlBatchCommand Insert(IReadOnlyList<IFact> facts) => store.Insert([.. facts.Cast<T>()]);
}
