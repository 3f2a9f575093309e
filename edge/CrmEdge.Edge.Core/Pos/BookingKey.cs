using System.Security.Cryptography;
using System.Text;
using CrmEdge.Edge.Core.Journal;

namespace CrmEdge.Edge.Core.Pos;

/// <summary>What a sale is booked under, once: the till, its business day and its receipt number.</summary>
/// <param name="Tap">Code of the till's transaction acquiring point.</param>
/// <param name="Day">A date (yyyy-MM-dd) or the number of a Z report.</param>
/// <param name="Reference">The receipt number.</param>
public readonly record struct BookingKey(string Tap, string Day, string Reference)
{
    private const string SaleSpace = "sale";
    private const string ReversalSpace = "reversal";

    /// <summary>The key of the sale in the journal.</summary>
    public string Sale => In(SaleSpace);

    /// <summary>The key of its reversal in the journal.</summary>
    public string Reversal => In(ReversalSpace);

    /// <summary>How a till names the sale: <c>day:reference</c>. The till itself is known by its pairing.</summary>
    public string Number => $"{Day}:{Reference}";

    /// <summary>True for the journal key of a sale, not of a reversal.</summary>
    public static bool IsSale(string journalKey)
    {
        ArgumentNullException.ThrowIfNull(journalKey);
        return journalKey.StartsWith($"{SaleSpace}:", StringComparison.Ordinal);
    }

    /// <summary>Reads what <see cref="Number"/> wrote; null where it is none.</summary>
    public static BookingKey? Parse(string tap, string? number)
    {
        var at = number?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        return at > 0 && at < number!.Length - 1 ? new BookingKey(tap, number[..at], number[(at + 1)..]) : null;
    }

    // Each part but the last is preceded by its length, so that no two keys make one text.
    private string In(string space)
    {
        var text = $"{space}:{Tap.Length}:{Tap}:{Day.Length}:{Day}:{Reference}";
        if (Encoding.UTF8.GetByteCount(text) <= RecordLimits.KeyBytesMax) return text;
        return $"{space}:#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
    }
}
