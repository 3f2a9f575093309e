using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

/// <summary>A strict reader of the text exposition format 0.0.4: anything a scraper might stumble over fails the test.</summary>
internal static partial class PrometheusText
{
    public static IReadOnlyDictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        var (samples, types) = (new Dictionary<string, double>(), new Dictionary<string, string>());
        var (family, helped) = ("", new HashSet<string>());
        foreach (var line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(helped.Add(family), $"second HELP of {family}");
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                Assert.Equal(family, type.Groups[1].Value);
                Assert.True(types.TryAdd(family, type.Groups[2].Value), $"second TYPE of {family}");
            }
            else
            {
                AddSample(line, family, types[family], samples);
            }
        }
        CheckHistograms(samples, types);
        return samples;
    }

    private static void AddSample(string line, string family, string type, Dictionary<string, double> samples)
    {
        var match = Sample().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        var name = match.Groups["name"].Value;
        string[] allowed = type == "histogram" ? [$"{family}_bucket", $"{family}_sum", $"{family}_count"] : [family];
        Assert.Contains(name, allowed);
        if (type == "counter") Assert.EndsWith("_total", name, StringComparison.Ordinal);
        var labels = match.Groups["label"].Captures.Select(c => c.Value.Split('=')[0]).ToList();
        Assert.Equal(labels.Distinct(), labels);
        var number = match.Groups["value"].Value;
        var value = number switch
        {
            "+Inf" => double.PositiveInfinity,
            "-Inf" => double.NegativeInfinity,
            _ => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture),
        };
        Assert.True(samples.TryAdd(line[..^(number.Length + 1)], value), $"second sample: {line}");
    }

    private static void CheckHistograms(Dictionary<string, double> samples, Dictionary<string, string> types)
    {
        foreach (var family in types.Where(t => t.Value == "histogram").Select(t => t.Key))
        {
            var buckets = samples.Where(s => s.Key.StartsWith($"{family}_bucket{{", StringComparison.Ordinal))
                .GroupBy(s => Bound().Replace(s.Key, ""));
            foreach (var series in buckets)
            {
                var counts = series.Select(b => b.Value).ToList();
                Assert.Equal(counts.Order(), counts);
                Assert.Contains("le=\"+Inf\"", series.Last().Key, StringComparison.Ordinal);
            }
        }
    }

    [GeneratedRegex("^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex("""
        ^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)
        (\{((?<label>[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\\\|\\"|\\n)*"),?)+(?<!,)\})?
        [ ](?<value>[+-]?Inf|NaN|-?[0-9.]+(E[+-]?[0-9]+)?)$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Sample();

    [GeneratedRegex("""(,?)le="[^"]*"\}""")]
    private static partial Regex Bound();
}
