using CrmEdge.TestKit;

namespace CrmEdge.SystemTests.Readme;

/// <summary>The commands of README's "Run it for real", in their order, each on one line.</summary>
internal static class ReadmeCommands
{
    private const string Chapter = "## Run it for real";
    private const string Indent = "    ";

    public static IReadOnlyList<string> All { get; } = Read();

    /// <summary>The one command that begins so.</summary>
    public static string One(string beginning) =>
        All.Single(command => command.StartsWith(beginning, StringComparison.Ordinal));

    private static IReadOnlyList<string> Read()
    {
        var text = File.ReadAllText(Repo.File("README.md"));
        var chapter = text[text.IndexOf(Chapter, StringComparison.Ordinal)..].Replace("\\\n", "", StringComparison.Ordinal);
        var commands = chapter.Split('\n').Where(line => line.StartsWith(Indent, StringComparison.Ordinal));
        return [.. commands.Select(command => command.Trim())];
    }
}
