namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// Decides operations one after the other, each seeing what those before it kept: the operation's scope over the batch over
/// what was loaded. A refused operation leaves nothing. Not safe for several threads.
/// </summary>
public sealed class LedgerBatch
{
    private readonly ReadSet? _named;
    private readonly Layer _loaded = new(null);
    private readonly Layer _kept;
    private readonly Layer _scope;

    private readonly RecordedTime _time;

    private LedgerBatch(int partition, ReadSet? named, RecordedTime time)
    {
        (Partition, _named, _time) = (partition, named, time);
        _kept = new Layer(_loaded);
        _scope = new Layer(_kept);
    }

    /// <summary>The partition that decides.</summary>
    public int Partition { get; }

    /// <summary>Accounts opened by the batch, as they are now.</summary>
    public IEnumerable<Account> Opened => _kept.Accounts.Values.Where(account => !_loaded.Accounts.ContainsKey(account.Key));

    /// <summary>Accounts whose limits were changed, as they are now: no transfer tells of it.</summary>
    public IEnumerable<Account> Relimited => Changed.Where(account => _loaded.Accounts[account.Key].Limits != account.Limits);

    /// <summary>Accounts that were there and were changed, as they are now.</summary>
    public IEnumerable<Account> Changed => _kept.Accounts.Values.Where(account => _loaded.Accounts.ContainsKey(account.Key));

    /// <summary>Transfers posted.</summary>
    public IReadOnlyCollection<Transfer> Transfers => _kept.Transfers.Values;

    /// <summary>When the batch's first transfer was recorded; null where it has none.</summary>
    public DateTimeOffset? RecordedFrom
    {
        get
        {
            // In the order of their time, as they were added.
            foreach (var transfer in _kept.Transfers.Values) return transfer.RecordedAt;
            return null;
        }
    }

    /// <summary>The account as the batch left it; null where the batch did not change it.</summary>
    public Account? Now(RecordKey account) => _kept.Accounts.GetValueOrDefault(account);

    /// <summary>Ids refused for the state of the books.</summary>
    public IReadOnlyCollection<Refusal> Refusals => _kept.Refusals.Values;

    /// <summary>Records put, by type.</summary>
    public IEnumerable<(Type Type, IReadOnlyCollection<IOwned> Records)> Records =>
        _kept.Records.Select(r => (r.Key, (IReadOnlyCollection<IOwned>)r.Value.ById.Values));

    /// <summary>Facts appended, by type, in order.</summary>
    public IEnumerable<(Type Type, IReadOnlyList<IFact> Facts)> Facts =>
        _kept.Facts.Select(f => (f.Key, (IReadOnlyList<IFact>)f.Value));

    /// <summary>How many rows are to be written, or soon will be.</summary>
    public int RowCount => _kept.Accounts.Count + _kept.Transfers.Count + _kept.Refusals.Count
        + _kept.Records.Values.Sum(records => records.ById.Count) + _kept.Facts.Values.Sum(facts => facts.Count);

    /// <summary>True where nothing is to be written.</summary>
    public bool IsEmpty => RowCount == 0;

    /// <summary>
    /// A batch over what will be loaded. What <paramref name="named"/> holds and <c>Load</c> does not bring does not exist.
    /// </summary>
    /// <param name="named">What the operations read.</param>
    /// <param name="time">The partition's recorded time.</param>
    public static LedgerBatch Over(ReadSet named, RecordedTime time)
    {
        ArgumentNullException.ThrowIfNull(named);
        return new LedgerBatch(named.Partition, named, time);
    }

    /// <summary>
    /// Books that live in memory alone and begin empty. An operation that looks at what it did not name throws here too.
    /// </summary>
    public static LedgerBatch InMemory(int partition = 0) => new(partition, null, new RecordedTime());

    /// <summary>Brings an account.</summary>
    public void Load(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        _loaded.Accounts[account.Key] = account;
    }

    /// <summary>Brings a transfer, or the end of one.</summary>
    public void Load(Transfer transfer) => _loaded.Load(transfer);

    /// <summary>Brings a refusal.</summary>
    public void Load(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        _loaded.Refusals[refusal.Key] = refusal;
    }

    /// <summary>Brings a record.</summary>
    public void Load(Type type, IOwned record) => _loaded.Put(type, record);

    /// <summary>The books of one tenant with all that was kept, for looks from outside and tests without operations.</summary>
    public Books Books(PartitionKey key, DateTimeOffset now) => new(_kept, null, key, Partition, _time, now);

    /// <summary>Decides one operation; keeps or drops what it wrote. Where it throws, what it wrote is dropped.</summary>
    public Verdict<T> Run<T>(IOperation<T> operation, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(operation);
        try
        {
            var named = _named ?? NamedBy(operation);
            var books = new Books(_scope, named, operation.Partition, Partition, _time, now);
            var verdict = operation.Decide(books, now);
            if (!verdict.Kept) Drop(named);
            if (verdict is { Remember: { } id, Code: { } code }) books.Remember(id, code);
            _scope.MergeInto(_kept);
            return verdict;
        }
        finally
        {
            _scope.Clear();
        }
    }

    private void Drop(ReadSet named)
    {
        named.Assumed.UnionWith(_scope.Transfers.Keys.Where(named.New.Contains));
        _scope.Clear();
    }

    private ReadSet NamedBy<T>(IOperation<T> operation)
    {
        var named = new ReadSet(Partition);
        named.Add(operation);
        foreach (var (type, reads) in named.Records)
        {
            var owned = reads.Owners.SelectMany(owner => _kept.Ids(type, owner));
            foreach (var key in reads.Ids.Concat(owned))
            {
                if (_kept.Find(type, key) is IHasAccounts { Accounts: var accounts })
                    named.Accounts.UnionWith(accounts.Select(id => new RecordKey(key.Tenant, id)));
            }
        }
        return named;
    }
}
