using CrmEdge.Contracts.Sync;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Sends edges what is new of every source, in chunks.</summary>
internal sealed class SnapshotFeed(IEnumerable<ISnapshotSource> sources)
{
    private const int ChunkRows = 500;

    private readonly IReadOnlyList<ISnapshotSource> _sources = [.. sources];

    /// <summary>Sends what has changed since what was sent last, and notes it there.</summary>
    public async Task SendAsync(LiveStream live, Dictionary<string, long> sent, CancellationToken ct)
    {
        foreach (var source in _sources)
        {
            var held = sent.GetValueOrDefault(source.Kind);
            if (await source.ChangeAsync(live.Edge, held, ct) is not { } change) continue;
            await SendAsync(live, source.Kind, change, ct);
            sent[source.Kind] = change.Version;
        }
    }

    private static async Task SendAsync(LiveStream live, string kind, SnapshotChange change, CancellationToken ct)
    {
        var chunk = Chunk(kind, change);
        await foreach (var row in change.Rows.WithCancellation(ct))
        {
            chunk.Rows.Add(row);
            if (chunk.Rows.Count < ChunkRows) continue;
            await live.SendAsync(new CloudMessage { Snapshot = chunk }, ct);
            chunk = Chunk(kind, change);
        }
        chunk.Last = true;
        await live.SendAsync(new CloudMessage { Snapshot = chunk }, ct);
    }

    private static Snapshot Chunk(string kind, SnapshotChange change) =>
        new() { Kind = kind, Version = (ulong)change.Version, Since = (ulong)change.Since };
}
