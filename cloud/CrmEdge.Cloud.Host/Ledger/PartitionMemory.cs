using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// What one partition's only writer knows without asking: good for as long as the session in which it was learnt, and thrown
/// away with it.
/// </summary>
internal sealed class PartitionMemory(LedgerOptions options, RefusalMemory refusals, RecordedTime time)
{
    private const int WrittenLeast = 4;
    private const int WrittenIdle = 4_000;

    /// <summary>Before a session and after it.</summary>
    public static PartitionMemory Nothing { get; } = new(new LedgerOptions(), new RefusalMemory([]), new RecordedTime());

    public AccountMemory Accounts { get; } = new(options.CachedAccounts);

    public RefusalMemory Refusals { get; } = refusals;

    public RecordedTime Time { get; } = time;

    /// <summary>What is to be known from the start.</summary>
    public static async Task<PartitionMemory> BeginAsync(
        PartitionSession session, int partition, LedgerOptions options, CancellationToken ct)
    {
        List<Refusal> refusals = [];
        var newest = TransferRows.NewestRefusals(partition, RefusalMemory.Most + 1);
        await session.ReadAsync([new Query(newest, row => refusals.Add(TransferRows.ReadRefusal(row)))], ct);
        var time = new RecordedTime();
        time.Pass(session.Recorded);
        return new PartitionMemory(options, new RefusalMemory(refusals), time);
    }

    /// <summary>
    /// Which balances to write along with a batch: enough to keep up in the long run, few enough to hold nobody up. An account
    /// that changes all the time is written now and then, not each time.
    /// </summary>
    /// <param name="decided">The batch.</param>
    /// <param name="waitingSince">Balances that changed later may wait for more changes.</param>
    public BalanceWrite Plan(LedgerBatch decided, DateTimeOffset waitingSince)
    {
        var transfers = decided.Transfers.Count;
        var (most, since) = Accounts.IsCrowded
            ? (WrittenLeast + transfers, DateTimeOffset.MaxValue)
            : (transfers == 0 ? WrittenIdle : WrittenLeast + (transfers / 16), waitingSince);
        List<Account> write = [.. decided.Relimited];
        HashSet<RecordKey> written = [.. write.Select(account => account.Key)];
        foreach (var key in Accounts.WaitingSince(since).Take(most))
            if (written.Add(key)) write.Add(decided.Now(key) ?? Accounts.Find(key));
        var left = Accounts.UnwrittenFrom(written);
        if (decided.Changed.Any(account => !written.Contains(account.Key))) left ??= decided.RecordedFrom;
        return new BalanceWrite(write, left);
    }

    /// <summary>Takes over what was committed.</summary>
    public void Committed(LedgerBatch decided, BalanceWrite write)
    {
        foreach (var account in decided.Opened) Accounts.Keep(account);
        Accounts.Count(decided.Transfers.Count);
        var from = decided.RecordedFrom;
        foreach (var account in decided.Changed) Accounts.Change(account, from ?? account.AsOf);
        foreach (var account in write.Accounts) Accounts.Written(account);
        foreach (var refusal in decided.Refusals) Refusals.Add(refusal);
    }
}

/// <summary>Balances to write in one transaction.</summary>
/// <param name="Accounts">The accounts as the batch leaves them.</param>
/// <param name="UnwrittenFrom">The first change that is then still unwritten; null where there is none.</param>
internal sealed record BalanceWrite(IReadOnlyList<Account> Accounts, DateTimeOffset? UnwrittenFrom);
