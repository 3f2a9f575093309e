using CrmEdge.Kernel;

namespace CrmEdge.Cloud.Core.Ledger;

/// <summary>
/// The books as one operation sees and changes them: its own tenant only, with all that earlier operations of the batch did.
/// What it writes stays with it until its verdict.
/// </summary>
public sealed partial class Books
{
    private readonly ReadSet? _named;
    private readonly RecordedTime _time;
    private readonly DateTimeOffset _now;
    private Layer _layer;

    internal Books(Layer layer, ReadSet? named, PartitionKey key, int partition, RecordedTime time, DateTimeOffset now)
    {
        (_layer, _named, _time, _now) = (layer, named, time, RecordedTime.Microseconds(now));
        (Tenant, Partition) = (key.Tenant, partition);
    }

    /// <summary>The tenant of the operation.</summary>
    public Guid Tenant { get; }

    /// <summary>The partition that decides.</summary>
    public int Partition { get; }

    /// <summary>An account as it is now; null where there is none.</summary>
    public Account? Account(Guid id)
    {
        var key = Key(id);
        var account = _layer.Account(key);
        if (account is null && _named?.Accounts.Contains(key) == false) throw Unnamed("account", id);
        return account;
    }

    /// <summary>
    /// Opens an account where there is none yet, and gives back what is there. The account must be named in Reads, so that the
    /// books know whether it exists.
    /// </summary>
    public Account Open(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        Invariant.Holds(account.Tenant == Tenant);
        Invariant.Holds(account is { DebitsPosted: 0, CreditsPosted: 0, DebitsPending: 0, CreditsPending: 0 });
        if (Account(account.Id) is { } open) return open;
        return _layer.Accounts[account.Key] = account with { Partition = Partition };
    }

    /// <summary>Closes an account for good; false where it is not empty.</summary>
    public bool TryClose(Guid id)
    {
        if (Account(id) is not { IsEmpty: true } account || account.Partition != Partition) return false;
        _layer.Accounts[account.Key] = account with { Limits = account.Limits | AccountLimits.Closed };
        return true;
    }

    /// <summary>A transfer in the books; null where there is none.</summary>
    public Transfer? Transfer(Guid id)
    {
        var transfer = Stored(Key(id));
        if (transfer is null) Assume(Key(id));
        return transfer;
    }

    /// <summary>What ended a hold (post, void or expiry); null while it is open, and where there is no such hold.</summary>
    public Transfer? EndOf(Guid hold)
    {
        var end = _layer.EndOf(Key(hold));
        if (end is null && _named?.Holds.Contains(Key(hold)) == false) throw Unnamed("hold", hold);
        return end;
    }

    /// <summary>The code with which an id was refused before; null where it was not.</summary>
    public string? RefusedAs(Guid id)
    {
        var key = Key(id);
        var refusal = _layer.Refusal(key);
        if (refusal is null && _named?.Refusals.Contains(key) == false) throw Unnamed("refusal", id);
        return refusal?.Code;
    }

    /// <summary>A record as it is now; null where there is none.</summary>
    public T? Find<T>(Guid id) where T : class, IOwned
    {
        var key = Key(id);
        var record = _layer.Find(typeof(T), key);
        if (record is null && _named?.NamesRecord(typeof(T), key) == false) throw Unnamed(typeof(T).Name, id);
        return (T?)record;
    }

    /// <summary>All records of an owner, in order of id.</summary>
    public IReadOnlyList<T> Of<T>(Guid owner) where T : class, IOwnedBy
    {
        var key = Key(owner);
        if (_named?.NamesOwner(typeof(T), key) == false) throw Unnamed($"{typeof(T).Name} of owner", owner);
        return [.. _layer.Of<T>(key)];
    }

    /// <summary>Inserts a record, or puts it in the place of the one with its id.</summary>
    public void Put<T>(T record) where T : class, IOwned
    {
        ArgumentNullException.ThrowIfNull(record);
        Invariant.Holds(record.Tenant == Tenant);
        if (record is IHasAccounts { Accounts: var accounts })
            foreach (var account in accounts) _ = Account(account);
        _layer.Put(typeof(T), record);
    }

    /// <summary>Adds a row that never changes.</summary>
    public void Append<T>(T fact) where T : class, IFact
    {
        ArgumentNullException.ThrowIfNull(fact);
        Invariant.Holds(fact.Tenant == Tenant);
        _layer.Append(typeof(T), fact);
    }

    private RecordKey Key(Guid id) => new(Tenant, id);

    private Transfer? Stored(RecordKey key)
    {
        var transfer = _layer.Transfer(key);
        if (transfer is null && _named?.NamesTransfer(key) == false) throw Unnamed("transfer", key.Id);
        return transfer;
    }

    /// <summary>Notes that a decision rests on the absence of a transfer which nobody has looked for.</summary>
    private void Assume(RecordKey id)
    {
        if (_named?.New.Contains(id) == true) _named.Assumed.Add(id);
    }

    private static InvariantViolatedException Unnamed(string what, Guid id) =>
        new($"{what} {id} is looked at, so it is named in Reads");
}
