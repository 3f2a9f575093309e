using CrmEdge.Cloud.Host.Database;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>An edge's link as the back office reads it; the sync endpoint alone writes it.</summary>
internal sealed class EdgeLinkRow
{
    public required Guid Incarnation { get; init; }

    public string? JournalStart { get; init; }

    public required DateTimeOffset ConnectedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Refused { get; init; }

    public DateTimeOffset? RefusedAt { get; init; }

    /// <summary>The edge's link; null where it never came.</summary>
    public static Task<EdgeLinkRow?> FindAsync(Work work, Guid edge, CancellationToken ct) =>
        work.Db.Database.SqlQuery<EdgeLinkRow>($"""
            SELECT incarnation AS "Incarnation", journal_start AS "JournalStart", connected_at AS "ConnectedAt",
                seen_at AS "SeenAt", ended_at AS "EndedAt", refused AS "Refused", refused_at AS "RefusedAt"
            FROM edge_link WHERE tenant = {work.Caller.Tenant} AND edge = {edge}
            """).FirstOrDefaultAsync(ct);
}
