using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Core.Tests.Ledger;

/// <summary>Rows in dictionaries, read and written one small batch at a time, as a host does with a database.</summary>
internal sealed class StoredBooks
{
    private readonly Dictionary<RecordKey, Account> _accounts = [];
    private readonly Dictionary<RecordKey, Transfer> _transfers = [];
    private readonly Dictionary<RecordKey, Refusal> _refusals = [];
    private readonly RecordedTime _time = new();

    public void Open(Account account) => _accounts.Add(account.Key, account);

    public T Run<T>(IOperation<T> operation, DateTimeOffset now)
    {
        var reads = new ReadSet(partition: 0);
        reads.Add(operation);
        var batch = LedgerBatch.Over(reads, _time);
        Load(reads, batch);
        var outcome = batch.Run(operation, now).Outcome;
        foreach (var account in batch.Changed.Concat(batch.Opened)) _accounts[account.Key] = account;
        foreach (var transfer in batch.Transfers) _transfers.Add(transfer.Key, transfer);
        foreach (var refusal in batch.Refusals) _refusals.TryAdd(refusal.Key, refusal);
        return outcome;
    }

    private void Load(ReadSet reads, LedgerBatch batch)
    {
        foreach (var hold in reads.Holds)
        {
            if (_transfers.Values.FirstOrDefault(t => t.PendingId == hold.Id) is { } end) batch.Load(end);
            if (!_transfers.TryGetValue(hold, out var held)) continue;
            batch.Load(_accounts[new RecordKey(hold.Tenant, held.Debit)]);
            batch.Load(_accounts[new RecordKey(hold.Tenant, held.Credit)]);
        }
        foreach (var key in reads.Accounts) if (_accounts.TryGetValue(key, out var account)) batch.Load(account);
        foreach (var key in reads.Transfers.Concat(reads.New)) if (_transfers.TryGetValue(key, out var transfer)) batch.Load(transfer);
        foreach (var key in reads.Refusals) if (_refusals.TryGetValue(key, out var refusal)) batch.Load(refusal);
    }
}
