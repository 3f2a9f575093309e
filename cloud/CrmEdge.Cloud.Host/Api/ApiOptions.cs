using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>Section <c>Api</c>: what one caller may ask for.</summary>
internal sealed class ApiOptions
{
    public const string Section = "Api";

    /// <summary>Longest request body.</summary>
    [Range(1_024, 64 * 1_048_576)]
    public long BodyBytesMax { get; set; } = 1_048_576;

    /// <summary>Requests per second that one API key may make for long.</summary>
    [Range(1, 100_000)]
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>Requests that one API key may make at once.</summary>
    [Range(1, 100_000)]
    public int RequestBurst { get; set; } = 400;

    /// <summary>Requests without a good key that one address may make per minute.</summary>
    [Range(1, 100_000)]
    public int BadKeysPerMinute { get; set; } = 60;

    /// <summary>Refusals per minute that are written down for one caller, an API key or an edge.</summary>
    [Range(1, 100_000)]
    public int RefusalsPerMinute { get; set; } = 120;
}
