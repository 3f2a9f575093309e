using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Architecture;

/// <summary>
/// In a core a folder is a module: its code lives in the namespace of its name, and a module with a row here knows only the
/// modules of that row.
/// </summary>
internal sealed class FolderArrows : IRule
{
    /// <summary>Per project and folder, the sibling folders it may use. A folder without a row may use any.</summary>
    private static readonly Dictionary<(string Project, string Folder), string[]> Table = new()
    {
        [("Cloud.Core", "Ledger")] = [],
        [("Cloud.Core", "Rating")] = [],
        [("Cloud.Core", "Billing")] = ["Rating"],
    };

    public IEnumerable<Sample> Samples =>
    [
        new([At("Billing") + ":2"], Core, File("Billing", "using CrmEdge.Cloud.Core.Ledger;"), File("Ledger")),
        new([At("Billing") + ":2"], Core, File("Billing", "class C { Ledger.Post? p; }"), File("Ledger")),
        new([At("Billing") + ":2"], Core, File("Billing", "class C { int p = CrmEdge.Cloud.Core.Ledger.P.X; }"), File("Ledger")),
        new([At("Rating") + ":2"], Core, File("Rating", "using CrmEdge.Cloud.Core.Billing;"), File("Billing")),
        new([At("Rating") + ":1"], Core, (At("Rating"), "namespace CrmEdge.Cloud.Core;\nclass C;")),
        Sample.Good(
            Core, File("Billing", "using CrmEdge.Cloud.Core.Rating;\nusing CrmEdge.Kernel;"), File("Rating"), File("Ledger"),
            File("Wallet", "using CrmEdge.Cloud.Core.Ledger;")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from project in repo.Projects
        where project.IsPure
        let modules = repo.Under(project).Select(f => Module(project, f)).OfType<string>().ToHashSet()
        from file in repo.Under(project)
        let module = Module(project, file)
        where module is not null
        from violation in Misplaced(project, module, file).Concat(Reached(project, module, file, modules))
        select violation;

    private static IEnumerable<Violation> Misplaced(Project project, string module, SourceFile file)
    {
        var expected = $"CrmEdge.{project.Name}.{module}";
        return file.Root.Members.OfType<BaseNamespaceDeclarationSyntax>()
            .Where(n => n.Name.ToString() != expected && !n.Name.ToString().StartsWith(expected + ".", StringComparison.Ordinal))
            .Select(n => file.At(n, $"namespace {n.Name} is not that of its folder: make it {expected}"));
    }

    private static IEnumerable<Violation> Reached(Project project, string module, SourceFile file, HashSet<string> modules)
    {
        if (!Table.TryGetValue((project.Name, module), out var allowed)) return [];
        return
            from name in file.Root.DescendantNodes().Where(n => n is QualifiedNameSyntax or MemberAccessExpressionSyntax)
            where name.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax or BaseNamespaceDeclarationSyntax)
            let target = Target(project, name.ToString(), isType: name is QualifiedNameSyntax)
            where target != module && modules.Contains(target) && !allowed.Contains(target)
            select file.At(name, $"{module} must not know {target}: pass what it needs in, or defend a new row in FolderArrows");
    }

    private static string Target(Project project, string name, bool isType)
    {
        var parts = name.Replace("global::", "", StringComparison.Ordinal).Split('.');
        var prefix = $"CrmEdge.{project.Name}".Split('.');
        if (parts.Length > prefix.Length && parts.Take(prefix.Length).SequenceEqual(prefix)) return parts[prefix.Length];
        return isType ? parts[0] : "";   // a value's name may well be that of a module
    }

    private static string? Module(Project project, SourceFile file)
    {
        var inside = file.Path[(project.File.Folder.Length + 1)..].Split('/');
        return inside.Length > 1 ? inside[0] : null;
    }

    private static (string, string) Core =>
        ("cloud/CrmEdge.Cloud.Core/CrmEdge.Cloud.Core.csproj", """<Project Sdk="Microsoft.NET.Sdk" />""");

    private static string At(string module) => $"cloud/CrmEdge.Cloud.Core/{module}/A.cs";

    private static (string, string) File(string module, string text = "") =>
        (At(module), $"namespace CrmEdge.Cloud.Core.{module};\n{text}");
}
