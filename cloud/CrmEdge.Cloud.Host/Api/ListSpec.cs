using System.Linq.Expressions;

namespace CrmEdge.Cloud.Host.Api;

/// <summary>
/// What a list may be asked: sorted by, filtered by, bounded in time. Anything else in the query string is refused by name.
/// </summary>
internal sealed class ListSpec<T> where T : class
{
    private readonly Dictionary<string, Expression<Func<T, object?>>> _sorts = [];
    private readonly Dictionary<string, Expression<Func<T, DateTimeOffset>>> _dates = [];
    private readonly Dictionary<string, Func<string, Expression<Func<T, bool>>?>> _filters = [];

    public IReadOnlyDictionary<string, Expression<Func<T, object?>>> Sorts => _sorts;

    public IReadOnlyDictionary<string, Expression<Func<T, DateTimeOffset>>> Dates => _dates;

    public IReadOnlyDictionary<string, Func<string, Expression<Func<T, bool>>?>> Filters => _filters;

    /// <summary>The sort where none is asked for; ties always go by id.</summary>
    public required string DefaultSort { get; init; }

    public required Expression<Func<T, Guid>> Id { get; init; }

    public ListSpec<T> Sort(string name, Expression<Func<T, object?>> by)
    {
        _sorts.Add(name, by);
        return this;
    }

    /// <summary>An instant that can be sorted by and bounded: <c>name[gt]</c>, <c>[gte]</c>, <c>[lt]</c>, <c>[lte]</c>.</summary>
    public ListSpec<T> Date(string name, Expression<Func<T, DateTimeOffset>> of)
    {
        _dates.Add(name, of);
        return Sort(name, Expression.Lambda<Func<T, object?>>(Expression.Convert(of.Body, typeof(object)), of.Parameters));
    }

    /// <param name="name">The query parameter.</param>
    /// <param name="parse">The condition, or null where the text is none of its values.</param>
    public ListSpec<T> Filter(string name, Func<string, Expression<Func<T, bool>>?> parse)
    {
        _filters.Add(name, parse);
        return this;
    }
}
