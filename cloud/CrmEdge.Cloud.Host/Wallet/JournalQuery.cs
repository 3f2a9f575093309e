using System.Globalization;
using CrmEdge.Cloud.Host.Api;

namespace CrmEdge.Cloud.Host.Wallet;

/// <summary>The query string of a wallet's journal, read as that of every list; its lines come from two tenants' books.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Size">The most lines of a page.</param>
/// <param name="NewestFirst">The order of the lines.</param>
/// <param name="IncludeTotal">Whether to count all lines.</param>
/// <param name="Bounds">SQL comparisons of an instant, and the instant.</param>
internal sealed record JournalQuery(
    int Page, int Size, bool NewestFirst, bool IncludeTotal, IReadOnlyList<(string Comparison, DateTimeOffset At)> Bounds)
{
    private const int SizeDefault = 20;
    private const int SizeMax = 100;

    /// <summary>How far a page may reach: both books are read up to there. Further back, bound created_on.</summary>
    public const int ReachMax = 10_000;

    /// <summary>What the list takes, for its description.</summary>
    public static readonly ListParameters Parameters = new([CreatedOn], [], [CreatedOn]);

    private const string CreatedOn = "created_on";

    public int Skipped => (Page - 1) * Size;

    /// <summary>Lines of each book that are needed: one more than the page tells whether there is a next one.</summary>
    public int Reach => Skipped + Size + 1;

    public static (JournalQuery? Query, Refusal? Refusal) Read(IQueryCollection query)
    {
        var checks = new FieldChecks();
        var page = Number(query, "page", ReachMax, 1, checks);
        var size = Number(query, "size", SizeMax, SizeDefault, checks);
        checks.That((long)page * size <= ReachMax, "page",
            $"reaches beyond the first {ReachMax} lines: bound {CreatedOn} by [lte] or [gte] and begin at page 1");
        checks.That(One(query, "sort") is null or CreatedOn, "sort", $"is none of {CreatedOn}");
        checks.That(One(query, "order") is null or "ASC" or "DESC", "order", "is neither ASC nor DESC");
        checks.That(One(query, "include_total") is null or "true" or "false", "include_total", "is neither true nor false");
        var bounds = new List<(string, DateTimeOffset)>();
        foreach (var (name, value) in query) Bound(name, value.ToString(), bounds, checks);
        return checks.Refusal is { } wrong ? (null, wrong)
            : (new JournalQuery(page, size, One(query, "order") != "ASC", One(query, "include_total") == "true", bounds), null);
    }

    private static void Bound(string name, string value, List<(string, DateTimeOffset)> bounds, FieldChecks checks)
    {
        if (name is "page" or "size" or "sort" or "order" or "include_total") return;
        var comparison = name switch
        {
            $"{CreatedOn}[gt]" => ">",
            $"{CreatedOn}[gte]" => ">=",
            $"{CreatedOn}[lt]" => "<",
            $"{CreatedOn}[lte]" => "<=",
            _ => null,
        };
        if (comparison is null)
            checks.Add(
                name, $"is not known here. This list knows: page, size, sort, order, include_total, {CreatedOn}[gt|gte|lt|lte]");
        else if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            checks.Add(name, "is no time in whole epoch seconds");
        else bounds.Add((comparison, DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    private static int Number(IQueryCollection query, string name, int max, int unset, FieldChecks checks)
    {
        if (!query.TryGetValue(name, out var text)) return unset;
        var ok = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= max;
        checks.That(ok, name, $"is no whole number from 1 to {max}");
        return ok ? number : unset;
    }

    private static string? One(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
