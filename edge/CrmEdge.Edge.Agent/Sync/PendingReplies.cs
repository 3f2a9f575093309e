using CrmEdge.Contracts.Pos;
using CrmEdge.Kernel;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>
/// Brings replies and those who wait for them together, whichever comes first. A reply nobody asked for is remembered for the
/// next few, then forgotten: the truth can always be asked for by key.
/// </summary>
internal sealed class PendingReplies(TimeProvider time)
{
    private const int RememberedMax = 512;
    private const int WaitersMax = 4_096;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, TaskCompletionSource<PurchaseResult>> _waiters = [];
    private readonly Dictionary<long, PurchaseResult> _replies = [];
    private readonly Queue<long> _order = new();

    /// <summary>A reply arrived.</summary>
    public void Put(long seq, PurchaseResult reply)
    {
        lock (_gate)
        {
            if (_replies.TryAdd(seq, reply)) _order.Enqueue(seq);
            if (_order.Count > RememberedMax) _replies.Remove(_order.Dequeue());
            if (_waiters.Remove(seq, out var waiter)) waiter.TrySetResult(reply);
        }
    }

    /// <summary>Numbers start over: nothing remembered means anything any more.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _replies.Clear();
            _order.Clear();
        }
    }

    /// <summary>The reply; null where none came in time.</summary>
    public async Task<PurchaseResult?> AwaitAsync(long seq, Deadline deadline, CancellationToken ct)
    {
        TaskCompletionSource<PurchaseResult>? waiter;
        lock (_gate)
        {
            if (_replies.TryGetValue(seq, out var reply)) return reply;
            if (!_waiters.TryGetValue(seq, out waiter))
            {
                if (_waiters.Count >= WaitersMax) return null;
                waiter = new TaskCompletionSource<PurchaseResult>(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiters.Add(seq, waiter);
            }
        }
        try
        {
            return await waiter.Task.WaitAsync(deadline.Left, time, ct);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            lock (_gate) _waiters.Remove(seq);
        }
    }
}
