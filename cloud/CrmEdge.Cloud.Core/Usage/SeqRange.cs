using System.Globalization;

namespace CrmEdge.Cloud.Core.Usage;

/// <summary>Numbers from one to another, both included.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
public readonly record struct SeqRange(long From, long To)
{
    /// <summary>Whether it holds a number.</summary>
    public bool Has(long seq) => From <= seq && seq <= To;

    /// <summary>Ranges as they are stored: <c>5-9,12-12</c>; empty text for none.</summary>
    public static string ToText(IEnumerable<SeqRange> ranges) =>
        string.Join(',', ranges.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.From}-{r.To}")));

    /// <summary>The ranges of a stored text.</summary>
    /// <exception cref="FormatException">It was not written by <see cref="ToText"/>.</exception>
    public static IReadOnlyList<SeqRange> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(range =>
        {
            var dash = range.IndexOf('-', StringComparison.Ordinal);
            return new SeqRange(
                long.Parse(range.AsSpan(0, Math.Max(0, dash)), CultureInfo.InvariantCulture),
                long.Parse(range.AsSpan(dash + 1), CultureInfo.InvariantCulture));
        })];
    }
}
