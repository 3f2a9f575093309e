using System.ComponentModel.DataAnnotations;
using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Agent.Journal;

/// <summary>Where the journal lives and how much it may hold (section <c>Journal</c>).</summary>
public sealed class JournalOptions : IValidatableObject
{
    private const long Mebi = 1024 * 1024;

    /// <summary>The database file. Its folder is made where it is missing.</summary>
    [Required]
    public string Path { get; set; } = "";

    /// <summary>Cap of unsent money records, in bytes.</summary>
    public long MoneyBytesMax { get; set; } = 256 * Mebi;

    /// <summary>Cap of unsent identity records, in bytes.</summary>
    public long IdentityBytesMax { get; set; } = 64 * Mebi;

    /// <summary>Cap of unsent telemetry, in bytes.</summary>
    public long TelemetryBytesMax { get; set; } = 512 * Mebi;

    /// <summary>Cap of all records, confirmed ones included, in bytes.</summary>
    public long KeptBytesMax { get; set; } = 1024 * Mebi;

    /// <summary>Cap of operations and documents, in bytes.</summary>
    public long DocumentBytesMax { get; set; } = 128 * Mebi;

    /// <summary>Cap of the file itself, in bytes. The write-ahead log comes on top: 8 MB, more under a long read.</summary>
    public long FileBytesMax { get; set; } = 3072 * Mebi;

    /// <summary>Days that confirmed records and finished operations stay.</summary>
    [Range(0, 90)]
    public int RetentionDays { get; set; } = 7;

    internal JournalLimits Limits =>
        new(MoneyBytesMax, IdentityBytesMax, TelemetryBytesMax, KeptBytesMax, DocumentBytesMax, FileBytesMax);

    internal TimeSpan Retention => TimeSpan.FromDays(RetentionDays);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        Limits.Errors().Select(error => new ValidationResult($"Journal: {error}"));
}
