using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Layout;

/// <summary>
/// Everything tracked takes part: each project is in the solution and compiles all its files, and each script, schema or page is
/// taken in by a project's pattern or named by another file.
/// </summary>
internal sealed class DeadFiles : IRule
{
    private const string Solution = "CrmEdge.sln";

    private static readonly string[] Fed =
        [".sql", ".proto", ".sh", ".py", ".js", ".mjs", ".c", ".html", ".css", ".service", ".conf", ".props", ".targets", ".txt"];

    private static readonly string[] Includes = ["EmbeddedResource", "Protobuf", "Content", "None", "AdditionalFiles"];

    private static readonly string[] Entrances = [".ci/", "deploy/"];

    public IEnumerable<Sample> Samples =>
    [
        new(["a/CrmEdge.A.csproj:1"], (Solution, ""), ("a/CrmEdge.A.csproj", "<Project />")),
        new([Solution + ":1"], (Solution, "\"a\\CrmEdge.Gone.csproj\"")),
        new(["a/CrmEdge.A.csproj:1"], InSolution("""<Project><Compile Remove="Old.cs" /></Project>""")),
        new(["lost/B.cs:1"], [.. InSolution("<Project />"), ("lost/B.cs", "class B;")]),
        new(["a/x.sql:1"], [.. InSolution("<Project />"), ("a/x.sql", "SELECT 1")]),
        new(["deploy/lib/unused:1"], [.. InSolution("<Project />"), ("deploy/lib/unused", "#!/usr/bin/env bash")]),
        Sample.Good([
            .. InSolution("""<Project><EmbeddedResource Include="**/*.sql" /></Project>"""),
            ("a/x.sql", "SELECT 1"), ("a/peer.py", "pass"), ("a/Peer.cs", "class Peer { string s = \"peer.py\"; }"),
            ("deploy/test", "#!/usr/bin/env bash\n. lib/ensure"), ("deploy/lib/ensure", "x"), (".ci/run", "#!/bin/sh"),
            ("Directory.Build.props", "<Project />"), ("a/wwwroot/till.js", "")]),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        if (repo.Find(Solution) is not { } solution) return [new(Solution, 1, "is gone: bring it back")];
        return Unlisted(repo, solution)
            .Concat(Gone(repo, solution))
            .Concat(repo.Projects.SelectMany(Removed))
            .Concat(repo.CSharp.Where(f => Owner(repo, f) is null)
                .Select(f => f.At(1, "belongs to no project: move it into one, or delete it")))
            .Concat(repo.Files.Where(f => IsFed(f) && !IsTakenIn(repo, f))
                .Select(f => f.At(1, "is used by nothing: name it where it is used, or delete it")));
    }

    private static IEnumerable<Violation> Unlisted(Repo repo, SourceFile solution) => repo.Projects
        .Where(p => !solution.Text.Contains($"\"{p.File.Path.Replace('/', '\\')}\"", StringComparison.Ordinal))
        .Select(p => p.File.At(1, $"is not in the solution: dotnet sln {Solution} add {p.File.Path}"));

    private static IEnumerable<Violation> Gone(Repo repo, SourceFile solution) =>
        from line in solution.Lines.Index()
        from part in line.Item.Split('"')
        where part.EndsWith(".csproj", StringComparison.Ordinal) && repo.Find(part.Replace('\\', '/')) is null
        select solution.At(line.Index + 1, $"lists {part}, which does not exist: dotnet sln {Solution} remove it");

    private static IEnumerable<Violation> Removed(Project project) => project.Items("Compile")
        .Select(item => project.File.At(item.Line, "picks source files by hand: a project compiles its folder, all and only it"));

    private static Project? Owner(Repo repo, SourceFile file) => repo.Projects
        .Where(p => file.IsUnder(p.File.Folder))
        .MaxBy(p => p.File.Folder.Length);

    private static bool IsFed(SourceFile file) =>
        (Fed.Contains(file.Extension) || file.Text.StartsWith("#!", StringComparison.Ordinal) || file.IsUnder("deploy/lib"))
        && !file.Name.StartsWith("Directory.", StringComparison.Ordinal)
        && !file.Path.Contains("/wwwroot/", StringComparison.Ordinal)
        && !Entrances.Any(e => file.Folder + "/" == e);

    private static bool IsTakenIn(Repo repo, SourceFile file) =>
        Owner(repo, file) is { } owner && IncludedBy(owner, file)
        || repo.Files.Any(f => f != file && f.Text.Contains(Handle(file), StringComparison.Ordinal));

    /// <summary>A bare word such as <c>ensure</c> would be found in any prose, so it counts only with its folder.</summary>
    private static string Handle(SourceFile file) =>
        file.Extension == "" ? $"{file.Folder.Split('/')[^1]}/{file.Name}" : file.Name;

    private static bool IncludedBy(Project project, SourceFile file) =>
        Includes.SelectMany(project.Items).Select(item => item.Value).Any(pattern =>
            pattern.EndsWith("*" + file.Extension, StringComparison.Ordinal) || pattern.EndsWith("**", StringComparison.Ordinal));

    private static (string, string)[] InSolution(string project) =>
        [(Solution, "\"a\\CrmEdge.A.csproj\""), ("a/CrmEdge.A.csproj", project)];
}
