namespace CrmEdge.Hosting.Options;

/// <summary>Settings as written behind a command: <c>--Section:Key=value</c>, or the value as the next word.</summary>
internal static class SettingArguments
{
    private const string Prefix = "--";
    private const int SimilarMax = 2;

    /// <summary>One line for each word that would else be passed over in silence.</summary>
    /// <param name="arguments">What stood behind the command.</param>
    /// <param name="sections">Paths of the sections that are read, such as <c>Sync</c> or <c>Listen:rest</c>.</param>
    public static IEnumerable<string> Errors(IReadOnlyList<string> arguments, IReadOnlyCollection<string> sections)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var word = arguments[i];
            var split = word.IndexOf('=', StringComparison.Ordinal);
            var key = word[(IsSetting(word) ? Prefix.Length : 0)..(split < 0 ? word.Length : split)];
            if (!IsSetting(word))
                yield return $"{word} is no setting: settings are written --Section:Key=value. See --help for the commands.";
            else if (split < 0 && (i + 1 == arguments.Count || IsSetting(arguments[++i])))
                yield return $"{word} has no value: write {word}=value.";
            else if (!sections.Any(section => IsWithin(key, section)))
                yield return Unknown(key, sections);
        }
    }

    private static bool IsSetting(string word) => word.StartsWith(Prefix, StringComparison.Ordinal);

    private static bool IsWithin(string key, string section) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase)
        && (key.Length == section.Length || key[section.Length] == ':');

    private static string Unknown(string key, IReadOnlyCollection<string> sections)
    {
        var near = sections.Select(section => (Section: section, Given: Head(key, section.Count(letter => letter == ':') + 1)))
            .Where(pair => Similarity.Distance(pair.Given, pair.Section) <= SimilarMax)
            .Select(pair => $"write {pair.Section}{key[pair.Given.Length..]}").FirstOrDefault();
        return $"{key} is no setting: {near ?? "remove it"}. Sections here: {string.Join(", ", sections.Order())}.";
    }

    private static string Head(string key, int parts) => string.Join(':', key.Split(':').Take(parts));
}
