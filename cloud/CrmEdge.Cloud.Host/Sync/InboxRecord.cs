namespace CrmEdge.Cloud.Host.Sync;

/// <summary>A record from an edge, as it lies in the inbox or in quarantine.</summary>
internal sealed record InboxRecord(
    long Seq, int Type, int Version, DateTimeOffset RecordedAt, DateTimeOffset ReceivedAt, bool Scrubbed, string? Trace,
        byte[] Payload);
