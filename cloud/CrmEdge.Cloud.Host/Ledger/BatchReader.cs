using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>Brings what a batch's operations named: from memory what it has, all else from the database.</summary>
internal sealed class BatchReader(IReadOnlyDictionary<Type, IRecordBinding> records)
{
    /// <param name="session">The partition.</param>
    /// <param name="memory">What is known of it.</param>
    /// <param name="reads">What is named.</param>
    /// <param name="batch">Gets what is found.</param>
    /// <param name="news">True to look for ids that are to be posted as well, rather than take them for new.</param>
    /// <param name="ct">Ends it.</param>
    public async Task LoadAsync(
        PartitionSession session, PartitionMemory memory, ReadSet reads, LedgerBatch batch, bool news, CancellationToken ct)
    {
        var load = new Load(batch, memory);
        load.Accounts(reads.Accounts);
        load.Transfers(reads, news);
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

    /// <summary>True where one of the ids is in the books.</summary>
    public static async Task<bool> AnyAsync(PartitionSession session, IReadOnlyCollection<RecordKey> ids, CancellationToken ct)
    {
        var found = false;
        await session.ReadAsync([new Query(TransferRows.Select(ids), _ => found = true)], ct);
        return found;
    }

    private sealed class Load(LedgerBatch batch, PartitionMemory memory)
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
                if (memory.Accounts.TryGet(key, out var account)) batch.Load(account);
                else missing.Add(key);
            }
            Add(missing, AccountRows.Select, row =>
            {
                var account = AccountRows.Read(row);
                memory.Accounts.Keep(account);
                batch.Load(account);
            });
        }

        public void Transfers(ReadSet reads, bool news)
        {
            var transfers = news ? [.. reads.Transfers, .. reads.New] : reads.Transfers;
            Add(transfers, TransferRows.Select, row =>
            {
                var transfer = TransferRows.Read(row);
                batch.Load(transfer);
                if (!reads.Holds.Contains(transfer.Key)) return;
                Followed.Add(new RecordKey(transfer.Tenant, transfer.Debit));
                Followed.Add(new RecordKey(transfer.Tenant, transfer.Credit));
            });
            Add(reads.Holds, TransferRows.SelectEnds, row => batch.Load(TransferRows.Read(row)));
            Refusals(reads.Refusals);
        }

        private void Refusals(IReadOnlyCollection<RecordKey> ids)
        {
            if (!memory.Refusals.IsComplete)
                Add(ids, TransferRows.SelectRefusals, row => batch.Load(TransferRows.ReadRefusal(row)));
            foreach (var id in ids) if (memory.Refusals.TryGet(id, out var refusal)) batch.Load(refusal);
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
