using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Architecture;

/// <summary>
/// Which project may know which, and which packages it may bring: the pure ones none, the edge no server database, the cloud no
/// embedded one. Edge and cloud meet only in what both may know and in the tests and benchmarks of the whole.
/// </summary>
internal sealed class ProjectArrows : IRule
{
    private const string Core = "cloud/CrmEdge.Cloud.Core/CrmEdge.Cloud.Core.csproj";
    private const string Agent = "edge/CrmEdge.Edge.Agent/CrmEdge.Edge.Agent.csproj";
    private const string Props = "shared/Directory.Build.props";

    private static readonly string[] Shells = ["Kernel", "Rules", "Contracts", "Grpc", "Hosting"];

    private static readonly string[] Peers = [.. Shells, "Mqtt", "Simulators", "TestKit"];

    private static readonly string[] ServerDatabase = ["Npgsql", "Microsoft.EntityFrameworkCore"];

    private static readonly string[] EmbeddedDatabase = ["Microsoft.Data.Sqlite", "SQLitePCLRaw"];

    private static readonly Dictionary<string, Allowed> Table = new()
    {
        ["Kernel"] = Allowed.Nothing,
        ["Rules"] = new(["Kernel"]),
        ["Contracts"] = new(["Grpc"], ["Google.Protobuf", "Grpc.Tools"]),
        ["Grpc"] = new([], ["Google.Protobuf"], Framework: true),
        ["Mqtt"] = new(["Kernel"], [], Framework: true),
        ["Hosting"] = new(["Kernel"], [], Framework: true),
        ["Edge.Core"] = new(["Kernel", "Rules"]),
        ["Cloud.Core"] = new(["Kernel", "Rules"]),
        ["Edge.Agent"] = new([.. Shells, "Mqtt", "Edge.Core"], Allowed.Any, Framework: true, Barred: ServerDatabase),
        ["Cloud.Host"] = new([.. Shells, "Cloud.Core"], Allowed.Any, Framework: true, Barred: EmbeddedDatabase),
        ["Simulators"] = new([.. Shells, "Mqtt"], Allowed.Any, Framework: true),
        ["TestKit"] = new([.. Shells, "Mqtt"], Allowed.Any, Framework: true),
        ["Tidy.Tests"] = new([], Allowed.Any),
        ["Core.Tests"] = new([.. Shells, "Mqtt", "Edge.Core", "Cloud.Core", "TestKit"], Allowed.Any),
        ["Edge.JournalSoak"] = new([.. Peers, "Edge.Core", "Edge.Agent"], Allowed.Any, Framework: true),
        ["Edge.SyncLoad"] = new([.. Peers, "Edge.Core", "Edge.Agent"], Allowed.Any, Framework: true),
        ["Edge.Tests"] = new([.. Peers, "Edge.Core", "Edge.Agent", "Edge.JournalSoak"], Allowed.Any, Framework: true),
        ["Cloud.Tests"] = new([.. Peers, "Cloud.Core", "Cloud.Host"], Allowed.Any, Framework: true),
        ["System.Tests"] = Allowed.Everything,
        ["Benchmarks"] = Allowed.Everything,
    };

    public IEnumerable<Sample> Samples =>
    [
        new([Core + ":2"], (Core, Csproj("Project", "../../edge/CrmEdge.Edge.Core/CrmEdge.Edge.Core.csproj"))),
        new([Core + ":2"], (Core, Csproj("Package", "Npgsql"))),
        new([Core + ":2"], (Core, Csproj("Framework", "Microsoft.AspNetCore.App"))),
        new([Core + ":2"], (Core, Csproj("", "../some.dll"))),
        new([Core + ":1"], (Core, "<Project Sdk=\"Microsoft.NET.Sdk.Web\" />")),
        new([Agent + ":2"], (Agent, Csproj("Package", "Npgsql.Json"))),
        new([Agent + ":2"], (Agent, Csproj("Project", "../../cloud/CrmEdge.Cloud.Core/CrmEdge.Cloud.Core.csproj"))),
        new(["x/CrmEdge.New.csproj:1"], ("x/CrmEdge.New.csproj", "<Project />")),
        new([Props + ":2"], (Props, Csproj("Package", "Npgsql"))),
        Sample.Good(
            (Core, Csproj("Project", "..\\..\\shared\\CrmEdge.Kernel\\CrmEdge.Kernel.csproj")),
            (Agent, Csproj("Package", "Microsoft.Data.Sqlite.Core").Replace("Sdk\"", "Sdk.Web\"", StringComparison.Ordinal)),
            (Props, Csproj("Package", "Some.Analyzer\" PrivateAssets=\"all"))),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        repo.Projects.SelectMany(Check).Concat(repo.Files.Where(IsSharedBuildFile).SelectMany(SmuggledIn));

    private static IEnumerable<Violation> Check(Project project)
    {
        if (!Table.TryGetValue(project.Name, out var allowed))
            return [project.File.At(1, "stands in no row of the table of arrows: give it one in ProjectArrows")];
        var items = project.ProjectReferences.Where(r => !allowed.Sees(r.Value))
            .Concat(project.Items("PackageReference").Where(r => !allowed.Brings(r.Value)))
            .Concat(project.Items("FrameworkReference").Where(_ => !allowed.Framework))
            .Concat(project.Items("Reference"))
            .Select(r => project.File.At(r.Line, $"{r.Kind} {r.Value} is not for {project.Name}: move the code"));
        return project.Sdk == "Microsoft.NET.Sdk" || allowed.Framework
            ? items
            : items.Append(project.File.At(1, $"{project.Sdk} brings a framework: {project.Name} uses Microsoft.NET.Sdk"));
    }

    private static bool IsSharedBuildFile(SourceFile file) =>
        file.Extension is ".props" or ".targets" && file.Name != "Directory.Packages.props" && !file.IsTest;

    private static IEnumerable<Violation> SmuggledIn(SourceFile file) =>
        from kind in (string[])["PackageReference", "ProjectReference", "FrameworkReference", "Reference"]
        from item in XmlItem.In(file, kind)
        where (string?)item.Element.Attribute("PrivateAssets") != "all"
        select file.At(item.Line, $"{kind} {item.Value} reaches every project below: put it in the .csproj that needs it");

    private static string Csproj(string kind, string include) =>
        $"<Project Sdk=\"Microsoft.NET.Sdk\">\n<{kind}Reference Include=\"{include}\" />\n</Project>";
}
