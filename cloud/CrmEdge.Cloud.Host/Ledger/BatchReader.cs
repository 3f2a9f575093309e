using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Brings what a batch's operations named: accounts from memory where it has them, all else from the database.</summary>
internal sealed class BatchReader(IReadOnlyDictionary<Type, IRecordBinding> records, AccountCache cache)
{
    public async Task LoadAsync(PartitionSession session, ReadSet reads, LedgerBatch batch, CancellationToken ct)
    {
        var load = new Load(batch, cache);
        load.Accounts(reads.Accounts);
        load.Transfers(reads);
        foreach (var (type, named) in reads.Records) load.Records(BindingOf(type), named);
        await session.ReadAsync(load.Take(), ct);

        // Holds and records bring accounts that only they know.
        reads.Accounts.UnionWith(load.Followed);
        load.Accounts(load.Followed);
        await session.ReadAsync(load.Take(), ct);
    }

    private IRecordBinding BindingOf(Type type) => records.TryGetValue(type, out var binding)
        ? binding
        : throw new InvalidOperationException($"No store keeps {type.Name}: call AddRecordStore<{type.Name}, …>().");

    private sealed class Load(LedgerBatch batch, AccountCache cache)
    {
        private List<Query> _queries = [];

        public HashSet<RecordKey> Followed { get; } = [];

        public List<Query> Take()
        {
            var queries = _queries;
            _queries = [];
            return queries;
        }

        public void Accounts(IReadOnlyCollection<RecordKey> keys)
        {
            List<RecordKey> missing = [];
            foreach (var key in keys)
            {
                if (cache.TryGet(key, out var account)) batch.Load(account);
                else missing.Add(key);
            }
            Add(missing, AccountRows.Select, row => batch.Load(AccountRows.Read(row)));
        }

        public void Transfers(ReadSet reads)
        {
            Add(reads.Transfers, TransferRows.Select, row =>
            {
                var transfer = TransferRows.Read(row);
                batch.Load(transfer);
                if (!reads.Holds.Contains(transfer.Key)) return;
                Followed.Add(new RecordKey(transfer.Tenant, transfer.Debit));
                Followed.Add(new RecordKey(transfer.Tenant, transfer.Credit));
            });
            Add(reads.Holds, TransferRows.SelectEnds, row => batch.Load(TransferRows.Read(row)));
            Add(reads.Refusals, TransferRows.SelectRefusals, row => batch.Load(TransferRows.ReadRefusal(row)));
        }

        public void Records(IRecordBinding binding, RecordReads named)
        {
            Add(named.Ids, binding.SelectByIds, row => Record(binding, row));
            Add(named.Owners, binding.SelectByOwners, row => Record(binding, row));
        }

        private void Record(IRecordBinding binding, NpgsqlDataReader row)
        {
            var record = binding.Read(row);
            batch.Load(binding.Type, record);
            if (record is IHasAccounts { Accounts: var accounts })
                Followed.UnionWith(accounts.Select(id => new RecordKey(record.Tenant, id)));
        }

        private void Add(
            IReadOnlyCollection<RecordKey> keys,
            Func<IReadOnlyCollection<RecordKey>, NpgsqlBatchCommand> select,
            Action<NpgsqlDataReader> row)
        {
            if (keys.Count > 0) _queries.Add(new Query(select(keys), row));
        }
    }
}
