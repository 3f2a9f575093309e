using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>The statements that make a decided batch durable: one for each kind of row, whatever the number of rows.</summary>
internal sealed class BatchWriter(Stores stores)
{
    public IEnumerable<NpgsqlBatchCommand> Commands(LedgerBatch batch, IReadOnlyList<Account> balances)
    {
        if (batch.Transfers.Count > 0) yield return TransferRows.Insert([.. batch.Transfers]);
        foreach (var hold in Holds(batch)) yield return hold;
        if (batch.Opened.ToArray() is { Length: > 0 } opened) yield return AccountRows.Insert(opened);
        if (balances.Count > 0) yield return AccountRows.Update(balances);
        if (batch.Refusals.Count > 0) yield return TransferRows.InsertRefusals([.. batch.Refusals]);
        foreach (var (type, rows) in batch.Records) yield return Of(stores.Records, type).Upsert(rows);
        foreach (var (type, rows) in batch.Facts) yield return Of(stores.Facts, type).Insert(rows);
    }

    /// <summary>What the batch both placed and ended never was an open hold.</summary>
    private static IEnumerable<NpgsqlBatchCommand> Holds(LedgerBatch batch)
    {
        HashSet<RecordKey> ended = [];
        List<Transfer> placed = [];
        foreach (var transfer in batch.Transfers)
        {
            if (transfer is { EndsHold: true, PendingId: { } hold }) ended.Add(new RecordKey(transfer.Tenant, hold));
            if (transfer.Kind == TransferKind.Pending) placed.Add(transfer);
        }
        placed.RemoveAll(hold => ended.Remove(hold.Key));
        if (placed.Count > 0) yield return TransferRows.InsertHolds(placed);
        if (ended.Count > 0) yield return TransferRows.DeleteHolds(ended);
    }

    private static T Of<T>(IReadOnlyDictionary<Type, T> bindings, Type type) => bindings.TryGetValue(type, out var binding)
        ? binding
        : throw new InvalidOperationException($"No store keeps {type.Name}: register one with AddRecordStore or AddFactStore.");
}
