using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// What operations must see to be decided. An operation names its reads under its own tenant; a look at anything it did not
/// name is a bug and throws, because an absent answer would be a guess.
/// </summary>
/// <param name="partition">The partition that decides.</param>
public sealed class ReadSet(int partition)
{
    private readonly Dictionary<Type, RecordReads> _records = [];
    private int _named;

    /// <summary>The number of the partition that decides.</summary>
    public int Partition { get; } = partition;

    /// <summary>The tenant of the operation that is naming its reads.</summary>
    public Guid Tenant { get; private set; }

    /// <summary>The accounts named.</summary>
    public HashSet<RecordKey> Accounts { get; } = [];

    /// <summary>The transfers named that may be in the books.</summary>
    public HashSet<RecordKey> Transfers { get; } = [];

    /// <summary>
    /// The ids named that are to be posted. They are taken for new without a look: the unique key of what is written proves it,
    /// and what is not written goes to <see cref="Assumed"/>.
    /// </summary>
    public HashSet<RecordKey> New { get; } = [];

    /// <summary>Ids of <see cref="New"/> whose absence decided something that no write of theirs will prove.</summary>
    public HashSet<RecordKey> Assumed { get; } = [];

    /// <summary>The holds named: with the transfer come what ended it and its two accounts.</summary>
    public HashSet<RecordKey> Holds { get; } = [];

    /// <summary>The ids named that may have been refused before.</summary>
    public HashSet<RecordKey> Refusals { get; } = [];

    /// <summary>The records named, by type.</summary>
    public IReadOnlyDictionary<Type, RecordReads> Records => _records;

    /// <summary>How much is named by all operations together.</summary>
    public int Count { get; private set; }

    /// <summary>Adds what one operation reads.</summary>
    /// <exception cref="InvariantViolatedException">It names more than <see cref="LedgerLimits.OperationReadsMax"/>.</exception>
    public void Add<T>(IOperation<T> operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Tenant = operation.Partition.Tenant;
        _named = 0;
        operation.Reads(this);
    }

    /// <summary>Names an account.</summary>
    public void Account(Guid id) => Noted(Accounts.Add(new RecordKey(Tenant, id)));

    /// <summary>Names a transfer.</summary>
    public void Transfer(Guid id) => Noted(Transfers.Add(new RecordKey(Tenant, id)));

    /// <summary>Names a hold, what ended it and its accounts.</summary>
    public void Hold(Guid id)
    {
        Transfer(id);
        Noted(Holds.Add(new RecordKey(Tenant, id)));
    }

    /// <summary>Names an id of any kind that may have been refused before.</summary>
    public void Refusal(Guid id) => Noted(Refusals.Add(new RecordKey(Tenant, id)));

    /// <summary>Names an id under which a transfer is to be posted.</summary>
    public void NewTransfer(Guid id)
    {
        Noted(New.Add(new RecordKey(Tenant, id)));
        Refusal(id);
    }

    /// <summary>Names all that posting <paramref name="transfer"/> looks at.</summary>
    public void Post(Transfer transfer)
    {
        ArgumentNullException.ThrowIfNull(transfer);
        NewTransfer(transfer.Id);
        if (transfer.PendingId is { } hold) Hold(hold);
        if (transfer.EndsHold) return;
        Account(transfer.Debit);
        Account(transfer.Credit);
    }

    /// <summary>Names one record.</summary>
    public void Find<T>(Guid id) where T : class, IOwned => Noted(Of(typeof(T)).Ids.Add(new RecordKey(Tenant, id)));

    /// <summary>Names all records of an owner.</summary>
    public void Of<T>(Guid owner) where T : class, IOwnedBy => Noted(Of(typeof(T)).Owners.Add(new RecordKey(Tenant, owner)));

    internal bool NamesTransfer(RecordKey id) => New.Contains(id) || Transfers.Contains(id);

    internal bool NamesRecord(Type type, RecordKey id) => _records.TryGetValue(type, out var reads) && reads.Ids.Contains(id);

    internal bool NamesOwner(Type type, RecordKey owner) =>
        _records.TryGetValue(type, out var reads) && reads.Owners.Contains(owner);

    private RecordReads Of(Type type)
    {
        if (!_records.TryGetValue(type, out var reads)) _records.Add(type, reads = new RecordReads());
        return reads;
    }

    private void Noted(bool added)
    {
        if (!added) return;
        _named++;
        Count++;
        Invariant.Holds(_named <= LedgerLimits.OperationReadsMax, "an operation reads no more than its bound; split it");
    }
}
