using CrmEdge.Contracts.Sync;
using Microsoft.Extensions.Options;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>What every stream needs.</summary>
internal sealed class EdgeStreamFactory(
    StreamGreeting greeting, InboxIntake intake, InboxBacklog backlog, InboxSignal signal, SnapshotFeed snapshots,
        SyncMetrics metrics,
    TimeProvider time, IOptions<SyncOptions> options, ILogger<EdgeStream> logger)
{
    public EdgeStream Create(LiveStream live, Greeted greeted, Hello hello) => new(
        live, greeted, hello, greeting, intake, backlog, signal, snapshots, metrics, time, options.Value, logger);
}
