using System.Text.Json;

namespace CrmEdge.Cloud.Host.Database;

/// <summary>Enum values as they stand in tables and in JSON: SERVICE_OWNER for ServiceOwner.</summary>
internal static class Words
{
    public static string Of<T>(T value) where T : struct, Enum => Cache<T>.Names[value];

    /// <exception cref="InvariantViolatedException">The table holds a word that this executable does not know.</exception>
    public static T To<T>(string word) where T : struct, Enum => Try<T>(word)
        ?? throw new InvariantViolatedException($"{word} is a {typeof(T).Name}");

    public static T? Try<T>(string? word) where T : struct, Enum =>
        word is not null && Cache<T>.Values.TryGetValue(word, out var value) ? value : null;

    private static class Cache<T> where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Names = Enum.GetValues<T>()
            .ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseUpper.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> Values = Names.ToDictionary(n => n.Value, n => n.Key);
    }
}
