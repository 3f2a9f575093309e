namespace CrmEdge.Cloud.Host.Database;

/// <summary>Patterns for LIKE in which what a person typed means itself.</summary>
internal static class Like
{
    public const string Escape = "\\";

    public static string Containing(string text) =>
        $"%{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal)}%";
}
