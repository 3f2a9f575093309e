namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>How every type of record and fact is kept.</summary>
internal sealed class Stores(IEnumerable<IRecordBinding> records, IEnumerable<IFactBinding> facts)
{
    public IReadOnlyDictionary<Type, IRecordBinding> Records { get; } = records.ToDictionary(r => r.Type);

    public IReadOnlyDictionary<Type, IFactBinding> Facts { get; } = facts.ToDictionary(f => f.Type);
}
