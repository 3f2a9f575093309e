using CrmEdge.Mqtt.Codec;

namespace CrmEdge.Mqtt.Transport;

/// <summary>
/// What a connection still has to send: packets are appended under <see cref="Gate"/>, one loop swaps the buffers and sends, so
/// that any number of packets written meanwhile leaves in one write.
/// </summary>
internal sealed class Outbox(Stream stream, TimeSpan sendTimeout, TimeProvider time)
{
    private PacketWriter _filling = new();
    private PacketWriter _sending = new();
    private TaskCompletionSource? _asleep;
    private bool _completed;

    /// <summary>Guards the buffer and all state of the connection that decides what goes into it.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Called under the gate before each send: the place to add what waited for room.</summary>
    public Action? Refill { get; set; }

    /// <summary>Under the gate: where packets are appended.</summary>
    public PacketWriter Buffer_NeedsLock => _filling;

    /// <summary>Under the gate: bytes not yet taken by the socket.</summary>
    public int Pending_NeedsLock => _filling.Count + _sending.Count;

    /// <summary>When the last bytes were given to the socket, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long LastSent { get; private set; } = time.GetTimestamp();

    public void Wake()
    {
        TaskCompletionSource? asleep;
        lock (Gate) (asleep, _asleep) = (_asleep, null);
        asleep?.SetResult();
    }

    /// <summary>Under the gate: the loop sends what is there, then ends. The caller wakes it afterwards.</summary>
    public void Complete_NeedsLock() => _completed = true;

    /// <summary>Sends until completed.</summary>
    /// <exception cref="TimeoutException">The peer took no bytes for the send time-out.</exception>
    /// <exception cref="IOException">The connection is gone.</exception>
    public async Task RunAsync()
    {
        while (true)
        {
            while (Swap()) await SendAsync();
            if (Sleep() is not { } wake) return;
            await wake;
        }
    }

    /// <summary>False when there is nothing to send.</summary>
    private bool Swap()
    {
        lock (Gate)
        {
            _sending.Clear();
            Refill?.Invoke();
            if (_filling.Count == 0) return false;
            (_filling, _sending) = (_sending, _filling);
            return true;
        }
    }

    /// <summary>Null when nothing will come any more.</summary>
    private Task? Sleep()
    {
        lock (Gate)
        {
            if (_filling.Count > 0) return Task.CompletedTask;
            if (_completed) return null;
            _asleep = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _asleep.Task;
        }
    }

    private async ValueTask SendAsync()
    {
        LastSent = time.GetTimestamp();
        var sending = stream.WriteAsync(_sending.Written, CancellationToken.None);
        if (sending.IsCompletedSuccessfully) return;
        await sending.AsTask().WaitAsync(sendTimeout, time);
    }
}
