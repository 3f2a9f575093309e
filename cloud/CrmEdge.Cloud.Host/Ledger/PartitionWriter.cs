using CrmEdge.Cloud.Core.Ledger;
using Npgsql;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// Makes batches of one partition durable. Whatever fails, each operation ends in one of three ways: committed and answered,
/// rejected by name and not committed, or unavailable, to be sent again with the same ids.
/// </summary>
internal sealed partial class PartitionWriter(
    PartitionClaim claim, LedgerOptions options, Func<NpgsqlDataSource> ledger, Stores stores, TimeProvider time, ILogger logger)
{
    // A batch of many large operations is done in parts, so that neither memory nor a statement grows without end.
    private const int ReadsMax = 20_000;
    private const int RowsMax = 10_000;

    private readonly BatchReader _reads = new(stores.Records);
    private readonly BatchWriter _statements = new(stores);
    private readonly LedgerRetry _retry = new(options.Patience, time);
    private PartitionSession? _session;
    private PartitionMemory _memory = PartitionMemory.Nothing;

    /// <summary>True while this host may write the partition.</summary>
    public bool IsHeld => _session is { IsHeld: true };

    /// <summary>Until its lease ends unless it is renewed; null while this host does not hold the partition.</summary>
    public TimeSpan? LeaseLeft => _session?.LeaseLeft;

    /// <summary>Decides, commits and answers all of the batch.</summary>
    /// <returns>What the callers were told if patience ran out before that.</returns>
    public async Task<LedgerUnavailableException?> CommitAsync(Submission[] batch, CancellationToken ct)
    {
        try
        {
            await _retry.RunAsync(token => TryAsync(batch, token), fault => Log.Retrying(logger, claim.Partition, fault), ct);
            return null;
        }
        catch (Exception fault)
        {
            var unavailable = new LedgerUnavailableException(claim.Partition, claim.Lease, fault);
            var open = batch.Where(submission => !submission.IsAnswered).ToList();
            Log.Unavailable(logger, claim.Partition, open.Count, fault);
            foreach (var submission in open) submission.Fail(unavailable);
            return unavailable;
        }
    }

    /// <summary>True while balances wait to be written.</summary>
    public bool HasUnwritten => _memory.Accounts.Unwritten > 0;

    /// <summary>Set to leave no balance waiting for more changes.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Gives the partition back, so that another host need not wait for the lease to run out.</summary>
    public async Task CloseAsync(CancellationToken ct)
    {
        try
        {
            if (_session is not null) await _session.ReleaseAsync(ct);
        }
        catch (Exception fault) when (Faults.IsPassing(fault))
        {
            Log.NotReleased(logger, claim.Partition, fault);
        }
        await DropAsync();
    }

    private async ValueTask TryAsync(Submission[] batch, CancellationToken ct)
    {
        try
        {
            Submission[] open = [.. batch.Where(s => !s.IsAnswered)];
            await CommitPartsAsync(open, ct);
        }
        catch
        {
            // Whether a commit went through is not known: nothing that was in memory may be believed.
            await DropAsync();
            throw;
        }
    }

    private async Task CommitPartsAsync(ArraySegment<Submission> batch, CancellationToken ct)
    {
        var lookedAgain = false;
        while (batch.Count > 0)
        {
            var (done, fault) = await CommitPartAsync(batch, lookedAgain, ct);
            if (fault is null)
            {
                batch = batch[done..];
            }
            else if (!lookedAgain && fault is not PostgresException { SqlState: not PostgresErrorCodes.UniqueViolation })
            {
                // A row that another partition wrote meanwhile is part of the decision; and what failed on our own side of the
                // wire may have been committed. Both show in another read.
                lookedAgain = true;
            }
            else if (batch.Count == 1)
            {
                Reject(batch[0], fault);
                return;
            }
            else
            {
                await CommitPartsAsync(batch[..(batch.Count / 2)], ct);
                batch = batch[(batch.Count / 2)..];
            }
        }
    }

    /// <returns>How many were committed and answered; or none, and what is wrong with the rows of some.</returns>
    private async Task<(int Done, Exception? Fault)> CommitPartAsync(
        ArraySegment<Submission> batch, bool lookForNew, CancellationToken ct)
    {
        var session = await SessionAsync(ct);
        try
        {
            var (decided, done) = await DecideAsync(session, batch, lookForNew, ct);
            var balances = _memory.Plan(decided, IsEnding ? DateTimeOffset.MaxValue : time.GetUtcNow() - options.WriteBalancesAfter);
            if (!decided.IsEmpty || balances.Accounts.Count > 0 || session.IsRenewalDue)
                await session.WriteAsync(_statements.Commands(decided, balances.Accounts), _memory.Time.Last, balances.UnwrittenFrom, ct);
            else if (!session.IsHeld) throw new PartitionHeldException(claim.Partition);
            _memory.Committed(decided, balances);
            foreach (var submission in batch[..done]) submission.Answer();
            return (done, null);
        }
        catch (Exception fault) when (Faults.IsInRows(fault))
        {
            // An error from the server ended the transaction; after one of our own the connection may be in mid-sentence.
            if (fault is not PostgresException) await DropAsync();
            return (0, fault);
        }
    }

    /// <param name="session">The partition.</param>
    /// <param name="batch">What to decide, all or the first of it.</param>
    /// <param name="lookForNew">False to take ids that are to be posted for new, as long as nothing else rests on it.</param>
    /// <param name="ct">Ends it.</param>
    private async Task<(LedgerBatch Decided, int Done)> DecideAsync(
        PartitionSession session, ArraySegment<Submission> batch, bool lookForNew, CancellationToken ct)
    {
        var reads = new ReadSet(claim.Partition);
        var named = 0;
        while (named < batch.Count && reads.Count < ReadsMax) batch[named++].Name(reads);
        var decided = LedgerBatch.Over(reads, _memory.Time);
        await _reads.LoadAsync(session, _memory, reads, decided, lookForNew, ct);
        var now = time.GetUtcNow();
        var done = 0;
        while (done < named && decided.RowCount < RowsMax) batch[done++].Decide(decided, now);
        if (lookForNew || reads.Assumed.Count == 0 || !await BatchReader.AnyAsync(session, reads.Assumed, ct))
            return (decided, done);
        return await DecideAsync(session, batch, lookForNew: true, ct);
    }

    private async Task<PartitionSession> SessionAsync(CancellationToken ct)
    {
        if (_session is { IsHeld: true }) return _session;
        await DropAsync();
        _session = await PartitionSession.OpenAsync(ledger(), claim, time, ct);
        _memory = await PartitionMemory.BeginAsync(_session, claim.Partition, options, ct);
        Log.Taken(logger, claim.Partition, _session.Epoch);
        return _session;
    }

    private async Task DropAsync()
    {
        _memory = PartitionMemory.Nothing;
        if (_session is not { } session) return;
        _session = null;
        try
        {
            await session.DisposeAsync();
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException or IOException)
        {
            // It was to be thrown away.
        }
    }

    private void Reject(Submission submission, Exception fault)
    {
        var server = fault as PostgresException;
        var constraint = server is { ConstraintName: { Length: > 0 } name } ? name : null;
        Log.Rejected(logger, claim.Partition, constraint ?? server?.SqlState ?? fault.GetType().Name, fault);
        submission.Fail(new OperationRejectedException(server?.SqlState, constraint, fault));
    }

    private static partial class Log
    {
        [LoggerMessage(3100, LogLevel.Information, "Partition {Partition} is written by this host from epoch {Epoch} on")]
        public static partial void Taken(ILogger logger, int partition, long epoch);

        [LoggerMessage(3101, LogLevel.Warning,
            "Partition {Partition} lost its database or lease; it starts afresh and decides again")]
        public static partial void Retrying(ILogger logger, int partition, Exception? fault);

        [LoggerMessage(3102, LogLevel.Warning,
            "Partition {Partition} stayed out of reach; {Operations} callers are told to send again. " +
            "Check the database and the other hosts")]
        public static partial void Unavailable(ILogger logger, int partition, int operations, Exception fault);

        [LoggerMessage(3103, LogLevel.Warning,
            "Partition {Partition}: the database refused one operation's rows ({Constraint}); the others went on")]
        public static partial void Rejected(ILogger logger, int partition, string constraint, Exception fault);

        [LoggerMessage(3104, LogLevel.Information, "Partition {Partition} was not released; its lease runs out by itself")]
        public static partial void NotReleased(ILogger logger, int partition, Exception fault);
    }
}
