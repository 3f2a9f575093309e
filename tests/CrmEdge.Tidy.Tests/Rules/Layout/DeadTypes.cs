using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Layout;

/// <summary>Every type is named by something other than itself; a class of extensions, by one of its members.</summary>
internal sealed class DeadTypes : IRule
{
    private static readonly string[] Entrances =
        ["Fact", "Theory", "Property", "Benchmark", "ModuleInitializer", "CollectionDefinition"];

    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1"], ("a/A.cs", "class A { A Next() => new A(); }")),
        new(["a/A.cs:1"], ("a/A.cs", "static class A { public static int Twice(this int n) => n * 2; }")),
        Sample.Good(
            ("a/A.cs", "class A { }\nclass Program { A? a; }"),
            ("a/E.cs", "static class E { public static int Twice(this int n) => n * 2; }"),
            ("a/Use.cs", "class Use { int n = 2.Twice(); }\nfile class Mine { Use? u; }"),
            ("a/T.cs", "public class T { [Fact] public void M() { } }\nfile class Other { Mine? m; }"),
            ("a/S.cs", "public abstract class S { [Fact] public void M() { } }"),
            ("a/S1.cs", "public sealed class S1(int n) : S(n);"),
            ("shared/CrmEdge.Grpc/Core/A.cs", "public class Foreign { }"),
            ("a/D.cs", "partial class D { }"),
            ("a/Program.cs", "new D(); new Other();")),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        var names = repo.CSharp.ToDictionary(f => f, f => Names(f.Root.DescendantTokens()));
        var files = names.SelectMany(n => n.Value.Select(name => (name, n.Key))).ToLookup(n => n.name, n => n.Key);
        var suites = repo.CSharp.SelectMany(f => f.TopLevelTypes)
            .Where(t => t.Modifiers.Any(SyntaxKind.AbstractKeyword) && IsEntrance(t)).Select(DeclaredNames.Of).ToHashSet();
        return
            from file in repo.CSharp
            from type in file.TopLevelTypes
            where !file.IsMirror && !IsEntrance(type) && !Runs(type, suites) && !IsNamed(file, type, files)
            select file.At(type, $"{DeclaredNames.Of(type)} is named nowhere else: delete it, or use it");
    }

    private static bool IsNamed(SourceFile file, MemberDeclarationSyntax type, ILookup<string, SourceFile> files)
    {
        var name = DeclaredNames.Of(type);
        if (Handles(type).Any(handle => files[handle].Any(f => f != file && !Declares(f, name)))) return true;
        var outside = file.Root.DescendantTokens(n => n != type).Where(t => !type.Span.Contains(t.Span));
        return Names(outside).Overlaps(Handles(type));
    }

    /// <summary>Another part of a partial type does not count as a use of it.</summary>
    private static bool Declares(SourceFile file, string name) => file.TopLevelTypes.Any(t => DeclaredNames.Of(t) == name);

    private static IEnumerable<string> Handles(MemberDeclarationSyntax type)
    {
        yield return DeclaredNames.Of(type);
        if (!type.Modifiers.Any(SyntaxKind.StaticKeyword)) yield break;
        foreach (var member in type.DescendantNodes().OfType<MemberDeclarationSyntax>())
            if (DeclaredNames.Of(member) is { Length: > 0 } name && !member.Modifiers.Any(SyntaxKind.PrivateKeyword))
                yield return name;
    }

    private static bool IsEntrance(MemberDeclarationSyntax type) =>
        DeclaredNames.Of(type) == "Program"
        || type.DescendantNodes().OfType<AttributeSyntax>().Select(a => a.Name.ToString())
            .Any(name => Entrances.Any(e => name.EndsWith(e, StringComparison.Ordinal)));

    /// <summary>A class that derives from a suite of tests is run by the runner, without a word from anyone.</summary>
    private static bool Runs(MemberDeclarationSyntax type, HashSet<string> suites) =>
        type is BaseTypeDeclarationSyntax { BaseList.Types: var bases }
        && bases.Any(b => b.DescendantTokens().Any(t => suites.Contains(t.Text)));

    private static HashSet<string> Names(IEnumerable<SyntaxToken> tokens) =>
        tokens.Where(t => t.IsKind(SyntaxKind.IdentifierToken)).Select(t => t.Text).ToHashSet();
}
