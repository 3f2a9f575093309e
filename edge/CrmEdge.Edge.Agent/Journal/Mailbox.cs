using System.Diagnostics.CodeAnalysis;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>
/// The bounded way to the writer. Posting waits for room without blocking a thread; taking blocks the writer's own thread and
/// hands over whatever is there. (A channel would wake that thread by way of the thread pool.)
/// </summary>
[SuppressMessage("Reliability", "CA1001",
    Justification = "The semaphore holds no handle, and those who wait for room at the end must still be answered.")]
internal sealed class Mailbox(int itemsMax)
{
    private readonly object _gate = new();
    private readonly Queue<WorkItem> _items = new(itemsMax);
    private readonly SemaphoreSlim _room = new(itemsMax);
    private bool _closed;
    private bool _woken;

    /// <summary>False when there is no room or nobody takes any more; then nothing was posted.</summary>
    public bool TryPost(WorkItem item) => _room.Wait(0) && Enqueue(item);

    /// <summary>False when nobody takes any more. Cancelled only before the item is posted.</summary>
    public async ValueTask<bool> PostAsync(WorkItem item, CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        return Enqueue(item);
    }

    /// <summary>Moves waiting items to <paramref name="batch"/>. False once the mailbox is closed and empty.</summary>
    /// <param name="batch">An empty list.</param>
    /// <param name="bytesMax">No further item once the batch has this many bytes.</param>
    /// <param name="wait">Block until there is something, or <see cref="Wake"/>.</param>
    public bool Take(List<WorkItem> batch, long bytesMax, bool wait)
    {
        lock (_gate)
        {
            while (wait && _items.Count == 0 && !_closed && !_woken) Monitor.Wait(_gate);
            _woken = false;
            var bytes = 0L;
            while (bytes < bytesMax && _items.TryDequeue(out var item))
            {
                bytes += item.Bytes;
                batch.Add(item);
            }
        }

        if (batch.Count > 0) _room.Release(batch.Count);
        return batch.Count > 0 || !Volatile.Read(ref _closed);
    }

    /// <summary>Lets a waiting <see cref="Take"/> go, with or without an item.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _woken = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>From now on nothing can be posted; what was posted is still taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private bool Enqueue(WorkItem item)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _items.Enqueue(item);
                if (_items.Count == 1) Monitor.Pulse(_gate);
                return true;
            }
        }

        // Whoever waits for room behind this one must learn of the closing too.
        _room.Release();
        return false;
    }
}
