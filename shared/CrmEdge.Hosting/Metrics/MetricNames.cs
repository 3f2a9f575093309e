namespace CrmEdge.Hosting.Metrics;

/// <summary>Names as Prometheus allows them: <c>[a-zA-Z_:][a-zA-Z0-9_:]*</c>, labels without the colon.</summary>
internal static class MetricNames
{
    /// <summary>The instrument's name with its unit, and <c>_total</c> on a counter.</summary>
    public static string Family(string instrument, string? unit, MetricKind kind)
    {
        var name = Clean(instrument);
        var suffix = unit switch
        {
            "s" => "_seconds",
            "ms" => "_milliseconds",
            "By" => "_bytes",
            _ => "",
        };
        if (!name.EndsWith(suffix, StringComparison.Ordinal)) name += suffix;
        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>A label's name; <c>le</c> is the histogram's own.</summary>
    public static string Label(string name) => Clean(name) is var clean && clean == "le" ? "le_" : clean;

    private static string Clean(string name)
    {
        var clean = string.Create(name.Length, name, (to, from) =>
        {
            for (var i = 0; i < to.Length; i++) to[i] = char.IsAsciiLetterOrDigit(from[i]) ? from[i] : '_';
        });
        return clean.Length == 0 || char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean;
    }
}
