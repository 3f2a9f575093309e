using System.Globalization;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>One page of a list.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Content, Paging Paging);

/// <summary>Where the page stands.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Size">The most rows a page has.</param>
/// <param name="Total">Rows in all, counted up to 10,000 and only when asked for.</param>
/// <param name="HasMore">Whether there is a next page.</param>
internal sealed record Paging(int Page, int Size, int? Total, bool HasMore);

/// <summary>The query string of a list, read: page, size, sort, order, include_total and the list's own filters.</summary>
internal sealed record ListQuery<T>(IQueryable<T> Rows, int Page, int Size, bool IncludeTotal) where T : class
{
    private const int SizeDefault = 20;
    private const int SizeMax = 100;
    private const int PageMax = 100_000;
    private const int TotalMax = 10_000;

    /// <summary>Applies the query string to <paramref name="rows"/>; a refusal names every parameter at fault.</summary>
    public static (ListQuery<T>? Query, Refusal? Refusal) Read(IQueryable<T> rows, ListSpec<T> spec, IQueryCollection query)
    {
        var checks = new FieldChecks();
        var (page, size) = (Number(query, "page", 1, PageMax, 1, checks), Number(query, "size", 1, SizeMax, SizeDefault, checks));
        var (sort, order) = (One(query, "sort") ?? spec.DefaultSort, One(query, "order") ?? "ASC");
        checks.That(spec.Sorts.ContainsKey(sort), "sort", $"is none of {string.Join(", ", spec.Sorts.Keys)}");
        checks.That(order is "ASC" or "DESC", "order", "is neither ASC nor DESC");
        var total = One(query, "include_total") ?? "false";
        checks.That(total is "true" or "false", "include_total", "is neither true nor false");
        foreach (var (name, values) in query)
            rows = Bound(rows, spec, name, values.Count == 1 ? values[0] ?? "" : "", checks);
        if (checks.Refusal is { } refusal) return (null, refusal);
        var sorted = order == "ASC" ? rows.OrderBy(spec.Sorts[sort]) : rows.OrderByDescending(spec.Sorts[sort]);
        return (new ListQuery<T>(sorted.ThenBy(spec.Id), page, size, total == "true"), null);
    }

    public async Task<Page<TReply>> PageAsync<TReply>(Func<T, TReply> reply, CancellationToken ct)
    {
        // One row more than asked for tells whether there is a next page.
        var rows = await Rows.Skip((Page - 1) * Size).Take(Size + 1).ToListAsync(ct);
        int? total = IncludeTotal ? Math.Min(TotalMax, await Rows.Take(TotalMax + 1).CountAsync(ct)) : null;
        return new Page<TReply>([.. rows.Take(Size).Select(reply)], new Paging(Page, Size, total, rows.Count > Size));
    }

    private static IQueryable<T> Bound(IQueryable<T> rows, ListSpec<T> spec, string name, string value, FieldChecks checks)
    {
        if (name is "page" or "size" or "sort" or "order" or "include_total") return rows;
        if (spec.Filters.TryGetValue(name, out var filter))
        {
            if (filter(value) is { } condition) return rows.Where(condition);
            checks.Add(name, "is none of the values that this list can be filtered by");
            return rows;
        }
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket > 0 && name.EndsWith(']') && spec.Dates.TryGetValue(name[..bracket], out var date))
        {
            if (Comparison(date, name[(bracket + 1)..^1], value) is { } condition) return rows.Where(condition);
            checks.Add(name, "is no date filter: use [gt], [gte], [lt] or [lte] with whole epoch seconds");
            return rows;
        }
        checks.Add(name, $"is not known here. This list knows: page, size, sort, order, include_total{Known(spec)}");
        return rows;
    }

    private static string Known(ListSpec<T> spec) =>
        string.Concat(spec.Filters.Keys.Concat(spec.Dates.Keys.Select(d => d + "[gt|gte|lt|lte]")).Select(n => ", " + n));

    private static Expression<Func<T, bool>>? Comparison(Expression<Func<T, DateTimeOffset>> date, string kind, string value)
    {
        if (!long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
        if (seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds()) return null;
        var bound = Expression.Constant(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Expression? body = kind switch
        {
            "gt" => Expression.GreaterThan(date.Body, bound),
            "gte" => Expression.GreaterThanOrEqual(date.Body, bound),
            "lt" => Expression.LessThan(date.Body, bound),
            "lte" => Expression.LessThanOrEqual(date.Body, bound),
            _ => null,
        };
        return body is null ? null : Expression.Lambda<Func<T, bool>>(body, date.Parameters);
    }

    private static int Number(IQueryCollection query, string name, int min, int max, int unset, FieldChecks checks)
    {
        if (One(query, name) is not { } text) return unset;
        var ok = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max;
        checks.That(ok, name, $"is no whole number from {min} to {max}");
        return ok ? number : unset;
    }

    private static string? One(IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values.Count == 1 ? values[0] : null;
}
