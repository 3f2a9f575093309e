using System.Text.RegularExpressions;
using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>A page that is named, by a link or by its bare name in code, is in the repository.</summary>
internal sealed partial class DeadMentions : IRule
{
    private const string Page = "MANUAL";

    // The digest of the platform's source documents. It is cited like an RFC and is kept with them, not here.
    private const string Outside = "domain.md";

    public IEnumerable<Sample> Samples =>
    [
        new(["edge/A.cs:1"], ("edge/A.cs", $"class A; // see {Page}.md")),
        new(["edge/A.cs:1"], ("edge/A.cs", $"class A; // {Page} §4.2 says why")),
        new(["edge/A.cs:1"], ("edge/A.cs", $"class A; // see edge/{Page}.md"), (Page + ".md", "# elsewhere")),
        new([Page + ".md:1"], (Page + ".md", "[the code](edge/Gone.cs#L1)")),
        Sample.Good(
            ($"docs/{Page}.md", "[the code](../edge/A.cs), [web](https://example.com/a), [below](#below), [root](/edge/A.cs)"),
            ("edge/A.cs", $"class A; // {Page}.md, {Page} §2 and RFC 6238 §4, https://example.com/{Page}/gone.md, grpc doc/gone.md"),
            ($"{Page}.txt", "# x"), ($"{Page}S.md", "[the code](edge/A.cs)")),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        var pages = repo.Files.Where(f => f.Extension == ".md").Select(f => f.Name).Append(Outside).ToHashSet();
        var paths = repo.Files.SelectMany(f => Prefixes(f.Path)).ToHashSet();
        return repo.Files.SelectMany(file => file.Lines.Index().SelectMany(line => Mentions(file, line.Item, pages, paths)
            .Select(name => file.At(line.Index + 1, $"{name} is not in the repository: say it here, or bring the page in"))));
    }

    private static IEnumerable<string> Mentions(SourceFile file, string line, HashSet<string> pages, HashSet<string> paths)
    {
        if (file.Extension != ".md")
            return Mention().Matches(Address().Replace(line, ""))
                .Select(m => (Folder: m.Groups[1].Value, Page: m.Groups[2].Value + ".md"))
                .Where(m => m.Folder == "" ? !pages.Contains(m.Page) : IsOurs(m.Folder, paths) && !paths.Contains(m.Folder + m.Page))
                .Select(m => m.Folder + m.Page);
        return Link().Matches(line).Select(m => m.Groups[1].Value)
            .Where(to => !to.Contains(':', StringComparison.Ordinal) && to.Length > 0 && !paths.Contains(Resolve(file, to)));
    }

    private static bool IsOurs(string folder, HashSet<string> paths) => paths.Contains(folder.Split('/')[0]);

    private static string Resolve(SourceFile from, string to)
    {
        var whole = to.StartsWith('/') ? to : from.Folder.Length == 0 ? $"/{to}" : $"/{from.Folder}/{to}";
        return new Uri("file://" + whole).AbsolutePath.Trim('/');
    }

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var at = path; at.Length > 0; at = at.Contains('/', StringComparison.Ordinal) ? at[..at.LastIndexOf('/')] : "")
            yield return at;
    }

    [GeneratedRegex(@"(?<![/\w-])((?:[\w.-]+/)*)([A-Z]{4,}|[a-z][\w-]+)(?:\.md\b|(?<=[A-Z]{4}) §)")]
    private static partial Regex Mention();

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\]\(([^)#\s]*)[^)]*\)")]
    private static partial Regex Link();
}
