namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// A state of the books as changes over the layer below: linked transfers over one operation, over the batch, over what was
/// loaded. Merging keeps the changes, clearing leaves no trace of them.
/// </summary>
internal sealed class Layer(Layer? below)
{
    private readonly Dictionary<RecordKey, Transfer> _ends = [];
    private readonly Dictionary<Type, RecordLayer> _records = [];

    public Layer? Below { get; } = below;

    public Dictionary<RecordKey, Account> Accounts { get; } = [];

    public Dictionary<RecordKey, Transfer> Transfers { get; } = [];

    public Dictionary<RecordKey, Refusal> Refusals { get; } = [];

    public Dictionary<Type, List<IFact>> Facts { get; } = [];

    public IReadOnlyDictionary<Type, RecordLayer> Records => _records;

    public Account? Account(RecordKey key)
    {
        for (var layer = this; layer is not null; layer = layer.Below)
            if (layer.Accounts.TryGetValue(key, out var account)) return account;
        return null;
    }

    public Transfer? Transfer(RecordKey key)
    {
        for (var layer = this; layer is not null; layer = layer.Below)
            if (layer.Transfers.TryGetValue(key, out var transfer)) return transfer;
        return null;
    }

    /// <summary>What ended the hold.</summary>
    public Transfer? EndOf(RecordKey hold)
    {
        for (var layer = this; layer is not null; layer = layer.Below)
            if (layer._ends.TryGetValue(hold, out var end)) return end;
        return null;
    }

    public Refusal? Refusal(RecordKey key)
    {
        for (var layer = this; layer is not null; layer = layer.Below)
            if (layer.Refusals.TryGetValue(key, out var refusal)) return refusal;
        return null;
    }

    public IOwned? Find(Type type, RecordKey key)
    {
        for (var layer = this; layer is not null; layer = layer.Below)
            if (layer._records.TryGetValue(type, out var records) && records.ById.TryGetValue(key, out var record)) return record;
        return null;
    }

    /// <summary>The newest state of every record that an owner has, in order of id.</summary>
    public IEnumerable<T> Of<T>(RecordKey owner) where T : class, IOwnedBy
    {
        // A record that went to another owner is still listed below, so what it says now decides.
        return Ids(typeof(T), owner)
            .Select(id => (T)Find(typeof(T), id)!)
            .Where(record => record.Owner == owner.Id)
            .OrderBy(record => record.Id);
    }

    /// <summary>The ids of the records that an owner has or had.</summary>
    public IReadOnlySet<RecordKey> Ids(Type type, RecordKey owner)
    {
        HashSet<RecordKey> ids = [];
        for (var layer = this; layer is not null; layer = layer.Below)
        {
            if (layer._records.TryGetValue(type, out var records) && records.ByOwner.TryGetValue(owner, out var held))
                ids.UnionWith(held);
        }
        return ids;
    }

    public void Add(Transfer transfer)
    {
        Transfers.Add(transfer.Key, transfer);
        if (transfer is { EndsHold: true, PendingId: { } hold }) _ends.Add(new RecordKey(transfer.Tenant, hold), transfer);
    }

    /// <summary>As <see cref="Add(Ledger.Transfer)"/>, where one may come twice: as itself and as the end of a hold.</summary>
    public void Load(Transfer transfer)
    {
        if (!Transfers.ContainsKey(transfer.Key)) Add(transfer);
    }

    public void Put(Type type, IOwned record)
    {
        if (!_records.TryGetValue(type, out var records)) _records.Add(type, records = new RecordLayer());
        records.Put(record);
    }

    public void Append(Type type, IFact fact)
    {
        if (!Facts.TryGetValue(type, out var facts)) Facts.Add(type, facts = []);
        facts.Add(fact);
    }

    public void MergeInto(Layer target)
    {
        foreach (var (key, account) in Accounts) target.Accounts[key] = account;
        foreach (var (_, transfer) in Transfers) target.Add(transfer);
        foreach (var (key, refusal) in Refusals) target.Refusals.TryAdd(key, refusal);
        foreach (var (type, records) in _records)
            foreach (var record in records.ById.Values) target.Put(type, record);
        foreach (var (type, facts) in Facts)
            foreach (var fact in facts) target.Append(type, fact);
        Clear();
    }

    public void Clear()
    {
        Accounts.Clear();
        Transfers.Clear();
        _ends.Clear();
        Refusals.Clear();
        _records.Clear();
        Facts.Clear();
    }
}
