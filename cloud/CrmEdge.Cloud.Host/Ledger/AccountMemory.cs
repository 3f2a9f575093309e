using System.Diagnostics.CodeAnalysis;
using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// Accounts of one partition as of its last commit. Those whose balance is not written yet stay until it is, the longest
/// waiting first; of the others, those used lately: when the young generation is full it becomes the old one, and what nobody
/// used since is forgotten.
/// </summary>
internal sealed class AccountMemory(int capacity)
{
    // What whoever takes over has to add up before it begins.
    private const int UnwrittenTransfersMost = 100_000;

    private readonly Dictionary<RecordKey, Waiting> _unwritten = [];
    private readonly Queue<Turn> _turns = new();
    private long _transfers;
    private Dictionary<RecordKey, Account> _young = [];
    private Dictionary<RecordKey, Account> _old = [];

    /// <summary>How many balances wait to be written.</summary>
    public int Unwritten => _unwritten.Count;

    /// <summary>True where writing must keep up with changing, or memory and the time of a takeover would grow.</summary>
    public bool IsCrowded =>
        _unwritten.Count > capacity / 2 || (_turns.TryPeek(out var turn) && _transfers - turn.After > UnwrittenTransfersMost);

    public bool TryGet(RecordKey key, [NotNullWhen(true)] out Account? account)
    {
        if (_unwritten.TryGetValue(key, out var waiting))
        {
            account = waiting.Account;
            return true;
        }
        if (_young.TryGetValue(key, out account)) return true;
        if (!_old.Remove(key, out account)) return false;
        Keep(account);
        return true;
    }

    /// <summary>An account that is known to be here.</summary>
    public Account Find(RecordKey key) =>
        TryGet(key, out var account) ? account : throw new InvariantViolatedException("an unwritten account is in memory");

    /// <summary>Takes an account that is stored as it is.</summary>
    public void Keep(Account account)
    {
        _old.Remove(account.Key);
        _young[account.Key] = account;
        if (_young.Count < (capacity + 1) / 2) return;
        _old = _young;
        _young = new Dictionary<RecordKey, Account>(_old.Count);
    }

    /// <summary>Counts transfers recorded.</summary>
    public void Count(int transfers) => _transfers += transfers;

    /// <summary>Takes an account that transfers from <paramref name="since"/> on have changed.</summary>
    public void Change(Account account, DateTimeOffset since)
    {
        if (_unwritten.TryGetValue(account.Key, out var waiting))
        {
            _unwritten[account.Key] = waiting with { Account = account };
            return;
        }
        _young.Remove(account.Key);
        _old.Remove(account.Key);
        _unwritten.Add(account.Key, new Waiting(account, since));
        _turns.Enqueue(new Turn(account.Key, since, _transfers));
    }

    /// <summary>Takes an account that was written as it is.</summary>
    public void Written(Account account)
    {
        _unwritten.Remove(account.Key);
        Keep(account);
        while (_turns.TryPeek(out var turn) && !IsOpen(turn)) _turns.Dequeue();
    }

    /// <summary>Accounts that wait since <paramref name="before"/> or longer, the longest first.</summary>
    public IEnumerable<RecordKey> WaitingSince(DateTimeOffset before) =>
        _turns.TakeWhile(turn => turn.Since <= before).Where(IsOpen).Select(turn => turn.Account);

    /// <summary>The first change that will not be written once <paramref name="written"/> are; null where all will be.</summary>
    public DateTimeOffset? UnwrittenFrom(IReadOnlySet<RecordKey> written)
    {
        foreach (var turn in _turns)
            if (IsOpen(turn) && !written.Contains(turn.Account)) return turn.Since;
        return null;
    }

    private bool IsOpen(Turn turn) => _unwritten.TryGetValue(turn.Account, out var waiting) && waiting.Since == turn.Since;

    private readonly record struct Waiting(Account Account, DateTimeOffset Since);

    private readonly record struct Turn(RecordKey Account, DateTimeOffset Since, long After);
}
