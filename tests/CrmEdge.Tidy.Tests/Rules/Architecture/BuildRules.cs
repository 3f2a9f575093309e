using System.Xml.Linq;
using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Architecture;

/// <summary>The build still asks for what the other rules rely on the compiler for, and no project asks for less.</summary>
internal sealed class BuildRules : IRule
{
    private static readonly (string File, string Element, string Value)[] Asked =
    [
        ("Directory.Build.props", "Nullable", "enable"),
        ("Directory.Build.props", "TreatWarningsAsErrors", "true"),
        ("Directory.Build.props", "CheckForOverflowUnderflow", "true"),
        ("Directory.Build.props", "EnforceCodeStyleInBuild", "true"),
        ("Directory.Build.props", "GenerateDocumentationFile", "true"),
        ("Directory.Build.props", "RestorePackagesWithLockFile", "true"),
        ("Directory.Build.props", "PackageReference", "Microsoft.CodeAnalysis.BannedApiAnalyzers"),
        ("Directory.Build.props", "AdditionalFiles", "$(MSBuildThisFileDirectory)BannedSymbols.txt"),
        ("Directory.Build.targets", "NoWarn", "$(NoWarn.Replace(';CS1591', ''))"),
        ("shared/Directory.Build.props", "LibraryDocs", "true"),
        ("edge/CrmEdge.Edge.Core/CrmEdge.Edge.Core.csproj", "LibraryDocs", "true"),
        ("cloud/CrmEdge.Cloud.Core/CrmEdge.Cloud.Core.csproj", "LibraryDocs", "true"),
    ];

    private static readonly string[] Weakening =
    [
        "NoWarn", "WarningsNotAsErrors", "TreatWarningsAsErrors", "Nullable", "CheckForOverflowUnderflow",
        "EnforceCodeStyleInBuild", "GenerateDocumentationFile", "AnalysisLevel", "AnalysisMode", "RestorePackagesWithLockFile",
        "RunAnalyzers",
    ];

    public IEnumerable<Sample> Samples =>
    [
        new(["Directory.Build.props:1"], WholeWithout("<Nullable>enable</Nullable>")),
        new(["shared/Directory.Build.props:1"], WholeWithout("<LibraryDocs>true</LibraryDocs>", under: "shared/")),
        new(["a/CrmEdge.A.csproj:1"], [.. Whole, ("a/CrmEdge.A.csproj", "<Project><NoWarn>CS1591</NoWarn></Project>")]),
        new(["shared/CrmEdge.Mqtt/CrmEdge.Mqtt.csproj:1"],
            [.. Whole, ("shared/CrmEdge.Mqtt/CrmEdge.Mqtt.csproj", "<Project><LibraryDocs>false</LibraryDocs></Project>")]),
        new(["a/A.csproj:1"], [.. Whole, ("a/A.csproj", "<Project><!-- why --><NoWarn>CA1000;RS0030</NoWarn></Project>")]),
        new([".editorconfig:1"], [.. Whole, (".editorconfig", "dotnet_diagnostic.RS0030.severity = none")]),
        Sample.Good([.. Whole, (".editorconfig", "dotnet_diagnostic.CA2007.severity = none"), ("a/A.csproj", "<Project />")]),
        Sample.Good([.. Whole, ("a/A.csproj", "<Project><!-- why --><NoWarn>$(NoWarn);CA1000</NoWarn></Project>")]),
    ];

    private static (string Path, string Text)[] Whole =>
    [
        .. Asked.GroupBy(a => a.File, a => $"<{a.Element}>{a.Value}</{a.Element}>")
            .Select(g => (g.Key, $"<Project>{string.Concat(g)}</Project>")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        Asked.SelectMany(a => Missing(repo, a.File, a.Element, a.Value))
            .Concat(repo.Projects.SelectMany(Weakened))
            .Concat(repo.Files.Where(f => f.Name is ".editorconfig" or ".globalconfig").SelectMany(Unbanned));

    private static IEnumerable<Violation> Missing(Repo repo, string path, string element, string value)
    {
        if (repo.Find(path) is not { } file)
            yield return new(path, 1, $"is gone, and with it <{element}>{value}</{element}>: bring it back");
        else if (!XmlItem.In(file, element).Any(item => item.Value.Trim() == value))
            yield return file.At(1, $"no longer says {element} = {value}: bring it back");
    }

    private static IEnumerable<Violation> Weakened(Project project) =>
        Weakening.SelectMany(project.Items).Where(item => !IsReasoned(item))
            .Concat(project.Items("LibraryDocs").Where(item => item.Value != "true"))
            .Select(item => project.File.At(item.Line, $"sets {item.Kind} for itself: the same rules hold for all, drop it"));

    /// <summary>A project may silence design rules whose reason it gives above, but no compiler warning and no ban.</summary>
    private static bool IsReasoned(XmlItem item) =>
        item is { Kind: "NoWarn", Element.PreviousNode: XComment }
        && item.Value.Split(';').All(code => code.StartsWith("CA", StringComparison.Ordinal) || code == "$(NoWarn)");

    private static IEnumerable<Violation> Unbanned(SourceFile file) =>
        file.Lines.Index().Where(l => l.Item.Contains("RS0030", StringComparison.Ordinal))
            .Select(l => file.At(l.Index + 1, "lifts a ban for a whole folder: use a #pragma with a reason"));

    private static (string Path, string Text)[] WholeWithout(string line, string under = "") =>
        [.. Whole.Select(f => (f.Path, f.Path.StartsWith(under, StringComparison.Ordinal) ? f.Text.Replace(line, "") : f.Text))];
}
