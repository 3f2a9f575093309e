using System.ComponentModel.DataAnnotations;

namespace CrmEdge.Edge.Agent.Pos;

/// <summary>Tills, lines and readers of this store (section <c>Pos</c>).</summary>
public sealed class PosOptions : IValidatableObject
{
    /// <summary>Seconds a till waits for the cloud before an award-only sale is accepted without it.</summary>
    [Range(1, 60)]
    public int AnswerSeconds { get; set; } = 4;

    /// <summary>Seconds a till waits for the cloud where the sale is paid from the wallet.</summary>
    [Range(1, 60)]
    public int SpendSeconds { get; set; } = 8;

    /// <summary>Seconds the cloud is waited for after a start, before a sale without an answer is undone.</summary>
    [Range(0, 600)]
    public int SettleSeconds { get; set; } = 30;

    /// <summary>Seconds that a scan stands for the customer at its terminal.</summary>
    [Range(5, 600)]
    public int PresentedSeconds { get; set; } = 120;

    /// <summary>Folder of the lock files of serial ports.</summary>
    [Required]
    public string LockFolder { get; set; } = "/run/lock";

    /// <summary>Tills that pair over the network.</summary>
    public IList<TillOptions> Tills { get; } = [];

    /// <summary>Lines that speak the line protocol.</summary>
    public IList<LineOptions> Lines { get; } = [];

    /// <summary>Barcode and card readers.</summary>
    public IList<ReaderOptions> Readers { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var errors = Tills.SelectMany(till => till.Errors())
            .Concat(Lines.SelectMany(line => line.Errors()))
            .Concat(Readers.SelectMany(reader => reader.Errors()));
        foreach (var twice in Tills.GroupBy(till => till.Tap).Where(group => group.Count() > 1))
        {
            errors = errors.Append($"till {twice.Key} stands twice: give every till a TAP of its own");
        }
        return errors.Select(error => new ValidationResult($"Pos: {error}"));
    }
}
