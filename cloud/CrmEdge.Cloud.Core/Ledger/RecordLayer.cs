namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>The records of one type in one <see cref="Layer"/>.</summary>
internal sealed class RecordLayer
{
    public Dictionary<RecordKey, IOwned> ById { get; } = [];

    public Dictionary<RecordKey, HashSet<RecordKey>> ByOwner { get; } = [];

    public void Put(IOwned record)
    {
        var key = new RecordKey(record.Tenant, record.Id);
        ById[key] = record;
        if (record is not IOwnedBy { Owner: var owner }) return;
        var ownerKey = new RecordKey(record.Tenant, owner);
        if (!ByOwner.TryGetValue(ownerKey, out var held)) ByOwner.Add(ownerKey, held = []);
        held.Add(key);
    }
}
