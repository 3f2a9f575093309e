using System.Diagnostics.CodeAnalysis;
using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// The accounts that one partition used lately, as of its last commit. Two generations: when the young one is full it becomes
/// the old one, and what nobody used since is forgotten.
/// </summary>
internal sealed class AccountCache(int capacity)
{
    private Dictionary<RecordKey, Account> _young = [];
    private Dictionary<RecordKey, Account> _old = [];

    public int Count => _young.Count + _old.Count;

    public bool TryGet(RecordKey key, [NotNullWhen(true)] out Account? account)
    {
        if (_young.TryGetValue(key, out account)) return true;
        if (!_old.Remove(key, out account)) return false;
        Put(account);
        return true;
    }

    public void Put(Account account)
    {
        _old.Remove(account.Key);
        _young[account.Key] = account;
        if (_young.Count < (capacity + 1) / 2) return;
        _old = _young;
        _young = new Dictionary<RecordKey, Account>(_old.Count);
    }

    public void Clear()
    {
        _young = [];
        _old = [];
    }
}
