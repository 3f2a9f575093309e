using System.Text.Json.Nodes;

namespace CrmEdge.Cloud.Tests.Api.BadBodies;

/// <summary>Makes bad bodies of a good one: each value in turn becomes what it must not be.</summary>
internal static class Spoiling
{
    /// <summary>Whole bodies that are no body of anything.</summary>
    public static readonly IReadOnlyList<string> Bodies =
    [
        "", "null", "[]", "1", "\"x\"", "{", "{\"nothing_of_that_name\":1}", "[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", "\u0000",
    ];

    /// <summary>Values as JSON: of the wrong kind, too long, too large, below nothing, too fine, far off, unknown, malformed.</summary>
    private static readonly IReadOnlyList<string> Values =
    [
        "null", "\"\"", "true", "[null]", "-1", "0.00000000001", "79228162514264337593543950335", "1e40", "253402300799",
        "\"0199aa00-0000-7000-8000-ffffffffffff\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"9999-12-31\"", $"\"{new string('x', 5_000)}\"",
    ];

    /// <summary>Every body in which one value of <paramref name="good"/> is bad, and every one in which it is missing.</summary>
    public static IEnumerable<string> Of(Func<JsonNode> good)
    {
        foreach (var path in Paths(good(), []))
        {
            foreach (var value in Values) yield return With(good(), path, value);
            yield return Without(good(), path);
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode? node, object[] at)
    {
        if (at.Length > 0) yield return at;
        var inner = node switch
        {
            JsonObject members => members.SelectMany(member => Paths(member.Value, [.. at, member.Key])),
            JsonArray { Count: > 0 } items => Paths(items[0], [.. at, 0]),
            _ => [],
        };
        foreach (var path in inner) yield return path;
    }

    // The bad value is put in as text: some of them no JSON library would write.
    private static string With(JsonNode body, object[] path, string value)
    {
        const string mark = "here is the bad value";
        var parent = path[..^1].Aggregate(body, Step);
        if (path[^1] is string name) parent[name] = mark;
        else parent[0] = mark;
        return body.ToJsonString().Replace($"\"{mark}\"", value, StringComparison.Ordinal);
    }

    private static string Without(JsonNode body, object[] path)
    {
        var parent = path[..^1].Aggregate(body, Step);
        if (path[^1] is string name) parent.AsObject().Remove(name);
        else parent.AsArray().Clear();
        return body.ToJsonString();
    }

    private static JsonNode Step(JsonNode node, object key) => key is string name ? node[name]! : node[(int)key]!;
}
