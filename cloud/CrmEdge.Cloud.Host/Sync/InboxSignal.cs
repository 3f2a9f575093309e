using System.Threading.Channels;
using CrmEdge.Cloud.Host.Enrolment;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Tells the applier which edge has something. A signal that finds no room is lost: the applier also looks by
/// itself.</summary>
internal sealed class InboxSignal
{
    private const int SignalsMax = 16_384;

    private readonly Channel<EdgeId> _edges = Channel.CreateBounded<EdgeId>(
        new BoundedChannelOptions(SignalsMax) { SingleReader = true });

    public ChannelReader<EdgeId> Edges => _edges.Reader;

    public void Raise(EdgeId edge) => _edges.Writer.TryWrite(edge);
}
