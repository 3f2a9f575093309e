using System.Threading.Channels;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Sync;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>One open stream, as other parts of the host reach it.</summary>
internal sealed class LiveStream(EdgeId edge, Guid id, Guid incarnation) : IDisposable
{
    private const int MailboxMessages = 1_024;

    private readonly CancellationTokenSource _end = new();
    private readonly Channel<CloudMessage> _down = Channel.CreateBounded<CloudMessage>(
        new BoundedChannelOptions(MailboxMessages) { SingleReader = true });

    private int _code;

    public EdgeId Edge { get; } = edge;

    public Guid Id { get; } = id;

    public Guid Incarnation { get; } = incarnation;

    /// <summary>Cancelled once the stream is to end.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Why it is to end.</summary>
    public EdgeCode Code => (EdgeCode)Volatile.Read(ref _code);

    public ChannelReader<CloudMessage> Down => _down.Reader;

    /// <summary>Queues what must arrive, such as an ack; waits where the edge does not keep up.</summary>
    public ValueTask SendAsync(CloudMessage message, CancellationToken ct) => _down.Writer.WriteAsync(message, ct);

    /// <summary>Queues what may be lost.</summary>
    public bool TrySend(CloudMessage message) => _down.Writer.TryWrite(message);

    /// <summary>No more messages: what is queued still goes out.</summary>
    public void Complete() => _down.Writer.TryComplete();

    /// <summary>Ends the stream, giving the first reason that was named.</summary>
    public void End(EdgeCode code)
    {
        Interlocked.CompareExchange(ref _code, (int)code, (int)EdgeCode.Ok);
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself in the meantime.
        }
    }

    public void Dispose() => _end.Dispose();
}
