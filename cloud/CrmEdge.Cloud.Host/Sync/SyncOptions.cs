using System.ComponentModel.DataAnnotations;
using CrmEdge.Cloud.Core.Sync;

namespace CrmEdge.Cloud.Host.Sync;

/// <summary>Section <c>Sync</c>.</summary>
internal sealed class SyncOptions
{
    public const string Section = "Sync";

    /// <summary>Records that one edge may have under way.</summary>
    [Range(1, 100_000)]
    public int CreditMax { get; set; } = 2_000;

    /// <summary>Records of one edge that may wait to be applied; beyond it the edge is held back.</summary>
    [Range(1, 10_000_000)]
    public int BacklogMax { get; set; } = 20_000;

    /// <summary>Records in one batch.</summary>
    [Range(1, SyncLimits.BatchRecordsMax)]
    public int BatchRecords { get; set; } = 200;

    /// <summary>How long a stream that nobody ended counts as live, seen from other hosts.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan LiveFor { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>How often a stream says that it lives, looks for room and for news to send down.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan Beat { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Edges whose records are applied at the same time.</summary>
    [Range(1, 256)]
    public int ApplyEdges { get; set; } = 16;

    /// <summary>How often work that nobody told of is looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long applied records stay.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "400.00:00:00")]
    public TimeSpan InboxKept { get; set; } = TimeSpan.FromDays(14);

    /// <summary>How long records that were set aside and settled stay; open ones stay until a person settles them.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "4000.00:00:00")]
    public TimeSpan QuarantineKept { get; set; } = TimeSpan.FromDays(90);
}
