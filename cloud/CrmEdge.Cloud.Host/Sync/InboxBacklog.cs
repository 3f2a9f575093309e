using System.Collections.Concurrent;
using CrmEdge.Cloud.Core.Sync;
using CrmEdge.Cloud.Host.Database;
using CrmEdge.Cloud.Host.Enrolment;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>How far each connected edge's records have been applied, from memory, or from the books where this is old.</summary>
internal sealed class InboxBacklog(Databases databases, TimeProvider time)
{
    private static readonly TimeSpan BelievedFor = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Guid, (long Seq, long At)> _applied = new();

    /// <summary>Takes over what an applier of this host reached.</summary>
    public void Learn(EdgeId edge, Guid incarnation, long seq) =>
        _applied[InboxMark.IdOf(edge.Edge, incarnation)] = (seq, time.GetTimestamp());

    public async ValueTask<long> AppliedAsync(LiveStream stream, CancellationToken ct)
    {
        var id = InboxMark.IdOf(stream.Edge.Edge, stream.Incarnation);
        if (_applied.TryGetValue(id, out var known) && time.GetElapsedTime(known.At) < BelievedFor) return known.Seq;
        await using var command = databases.Ledger.CreateCommand("SELECT seq FROM inbox_mark WHERE tenant = $1 AND id = $2")
            .With(stream.Edge.Tenant).With(id);
        var seq = await command.ExecuteScalarAsync(ct) as long? ?? 0;
        _applied[id] = (seq, time.GetTimestamp());
        return seq;
    }

    /// <summary>Forgets a stream that has ended.</summary>
    public void Forget(LiveStream stream) => _applied.TryRemove(InboxMark.IdOf(stream.Edge.Edge, stream.Incarnation), out _);
}
