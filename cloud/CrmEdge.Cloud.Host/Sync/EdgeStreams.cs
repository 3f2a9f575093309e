using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Enrolment;
using CrmEdge.Contracts.Sync;
using Google.Protobuf;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>The streams that are open on this host: at most one per edge.</summary>
internal sealed class EdgeStreams
{
    private readonly ConcurrentDictionary<EdgeId, LiveStream> _live = new();

    public int Count => _live.Count;

    /// <summary>Takes the place of whatever stream the edge had here, which ends.</summary>
    public void Enter(LiveStream stream)
    {
        LiveStream? before = null;
        _live.AddOrUpdate(stream.Edge, stream, (_, found) =>
        {
            before = found;
            return stream;
        });
        before?.End(EdgeCode.StreamReplaced);
    }

    public void Leave(LiveStream stream) => _live.TryRemove(new KeyValuePair<EdgeId, LiveStream>(stream.Edge, stream));

    /// <summary>Ends the edge's stream, unless it is the one to be kept.</summary>
    public void Cut(EdgeId edge, EdgeCode code, Guid keep = default)
    {
        if (_live.TryGetValue(edge, out var found) && found.Id != keep) found.End(code);
    }

    /// <summary>Sends a reply down, if the edge is here and keeps up; nobody counts on it.</summary>
    public void Reply(EdgeId edge, Guid incarnation, long seq, IMessage reply)
    {
        if (_live.TryGetValue(edge, out var found) && found.Incarnation == incarnation)
            found.TrySend(new CloudMessage { Reply = new Reply { Seq = (ulong)seq, Payload = reply.ToByteString() } });
    }

    public bool TryFind(EdgeId edge, [NotNullWhen(true)] out LiveStream? stream) => _live.TryGetValue(edge, out stream);
}
