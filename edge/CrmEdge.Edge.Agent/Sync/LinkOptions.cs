using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Edge.Agent.Sync;

/// <summary>Section <c>Link</c>: how the agent keeps its connection to the cloud.</summary>
internal sealed class LinkOptions
{
    public const string Section = "Link";

    /// <summary>Pause after a first failed attempt; it doubles, with jitter.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan PauseFirst { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between attempts, also after a refusal.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan PauseMost { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>A connection that lasted this long counts as one that worked.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan WorkedAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the cloud may take to answer a greeting.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan GreetingMost { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Records read for one batch; the cloud may ask for fewer.</summary>
    [Range(1, 500)]
    public int BatchRecords { get; set; } = 200;
}
