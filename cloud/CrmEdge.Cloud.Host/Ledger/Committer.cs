using System.Threading.Channels;
using CrmEdge.Cloud.Core.Ledger;

namespace CrmEdge.Cloud.Host.Ledger;

/// <summary>
/// The queue of one partition. While one batch commits the next gathers, so that batches grow with the load and nobody waits
/// for one to fill.
/// </summary>
internal sealed class Committer(PartitionClaim claim, LedgerOptions options, PartitionWriter writer, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan WaitLeast = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan WaitMost = TimeSpan.FromSeconds(5);

    private readonly Channel<Submission> _queue = Channel.CreateBounded<Submission>(
        new BoundedChannelOptions(options.QueuedOperations) { SingleReader = true });

    private readonly List<Submission> _batch = new(options.BatchOperations);
    private readonly CancellationTokenSource _abort = new();
    private long _batchTicks = WaitLeast.Ticks;
    private Task _running = Task.CompletedTask;
    private volatile bool _closed;

    /// <summary>The lease of its partition; null while another host, or nobody, holds it.</summary>
    public (int Partition, TimeSpan Left)? Lease => writer.LeaseLeft is { } left ? (claim.Partition, left) : null;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Queues an operation; the answer comes after its batch's commit.</summary>
    public Task<T> SubmitAsync<T>(IOperation<T> operation, CancellationToken ct)
    {
        var submission = new Submission<T>(operation, ct);
        if (_queue.Writer.TryWrite(submission)) return submission.Task.WaitAsync(ct);
        return Task.FromException<T>(_closed
            ? new LedgerUnavailableException(claim.Partition, claim.Lease, null)
            : new LedgerBusyException(claim.Partition, WaitForRoom()));
    }

    /// <summary>Makes an idle partition renew its lease and write its balances; a busy one does so with every commit.</summary>
    public void Tend()
    {
        if (writer.IsHeld && _queue.Reader.Count == 0) _queue.Writer.TryWrite(new Upkeep());
    }

    /// <summary>Takes nothing more, finishes what is queued and gives the partition back.</summary>
    /// <param name="hurry">Ends the finishing.</param>
    public async Task StopAsync(CancellationToken hurry)
    {
        _closed = true;
        _queue.Writer.TryComplete();
        await using (hurry.Register(_abort.Cancel)) await _running;
        await writer.CloseAsync(hurry);
    }

    public void Dispose() => _abort.Dispose();

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            var batch = Take();
            if (batch.Length == 0) continue;
            var started = time.GetTimestamp();
            var unavailable = await writer.CommitAsync(batch, _abort.Token);
            if (unavailable is not null) TurnAway(unavailable);
            Volatile.Write(ref _batchTicks, time.GetElapsedTime(started).Ticks);
        }
        writer.IsEnding = true;
        while (writer.HasUnwritten && await writer.CommitAsync([new Upkeep()], _abort.Token) is null)
        {
        }
    }

    /// <summary>Who queued meanwhile has waited as well; nobody waits once for each batch ahead.</summary>
    private void TurnAway(Exception unavailable)
    {
        for (var queued = _queue.Reader.Count; queued > 0 && _queue.Reader.TryRead(out var next); queued--)
            next.Fail(unavailable);
    }

    private Submission[] Take()
    {
        _batch.Clear();
        while (_batch.Count < options.BatchOperations && _queue.Reader.TryRead(out var next))
            if (!next.IsAbandoned) _batch.Add(next);
        return [.. _batch];
    }

    private TimeSpan WaitForRoom()
    {
        var batches = _queue.Reader.Count / options.BatchOperations;
        var wait = TimeSpan.FromTicks(Volatile.Read(ref _batchTicks)) * (batches + 1) / 2;
        return wait < WaitLeast ? WaitLeast : wait > WaitMost ? WaitMost : wait;
    }
}
