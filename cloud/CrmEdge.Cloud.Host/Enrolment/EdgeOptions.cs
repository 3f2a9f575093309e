using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Cloud.Host.Enrolment;

/// <summary>Section <c>Edges</c>: how edges are let in.</summary>
internal sealed class EdgeOptions
{
    public const string Section = "Edges";

    /// <summary>How long a pairing code can be used.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan PairingCodeValid { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long an edge's certificate is valid; it renews itself from two thirds of that on.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "400.00:00:00")]
    public TimeSpan CertificateValid { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Pairing attempts that one address may make per minute.</summary>
    [Range(1, 10_000)]
    public int AttemptsPerMinute { get; set; } = 10;

    /// <summary>Names and IP addresses that the host's own certificate is issued for, beside localhost.</summary>
    [MaxLength(50)]
    public string[] ServerNames { get; set; } = [];

    /// <summary>Where edges find the sync endpoint (https://host:port); the enrolling host itself where absent.</summary>
    public Uri? SyncAddress { get; set; }
}
