using System.Globalization;
using System.Text.Json;

namespace CrmEdge.Edge.Agent.Nexo;

/// <summary>Reads a message's fields by path and keeps the first that is not as it should be.</summary>
internal sealed class JsonFields
{
    /// <summary>The path of the first field that is missing or malformed.</summary>
    public string? Wrong { get; private set; }

    public string? Text(JsonElement from, params ReadOnlySpan<string> path)
    {
        if (At(from, path) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        Blame(path);
        return null;
    }

    public string Required(JsonElement from, params ReadOnlySpan<string> path)
    {
        var text = Text(from, path);
        if (string.IsNullOrWhiteSpace(text)) Blame(path);
        return text ?? "";
    }

    /// <summary>A number; some tills send it as text.</summary>
    public decimal? Number(JsonElement from, params ReadOnlySpan<string> path)
    {
        if (At(from, path) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number)) return number;
        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out number)) return number;
        Blame(path);
        return null;
    }

    public IReadOnlyList<JsonElement> List(JsonElement from, params ReadOnlySpan<string> path)
    {
        if (At(from, path) is not { } value) return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object))
            return [.. value.EnumerateArray()];
        Blame(path);
        return [];
    }

    public void Blame(params ReadOnlySpan<string> path) => Wrong ??= string.Join('.', path!);

    /// <summary>The value at a path; null where any part of it is absent. A part that is no object is to blame.</summary>
    public JsonElement? At(JsonElement from, params ReadOnlySpan<string> path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (from.ValueKind != JsonValueKind.Object)
            {
                Blame(path[..i]);
                return null;
            }
            if (!from.TryGetProperty(path[i], out from) || from.ValueKind == JsonValueKind.Null) return null;
        }
        return from;
    }
}
