using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>No region, which only hides that a file is too long, and no async void, whose error nobody can catch.</summary>
internal sealed class PlainShapes : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1"], ("a/A.cs", "#region fields\nclass A;\n#endregion")),
        new(["a/A.cs:1"], ("a/A.cs", "class A { async void M() { await F(); } }")),
        new(["a/A.cs:1"], ("a/A.cs", "class A { void M() { async void L() { await F(); } L(); } }")),
        Sample.Good(("a/A.cs", "class A { async Task M() { await F(); } void N() { } }")),
    ];

    public IEnumerable<Violation> Check(Repo repo) => repo.CSharp.SelectMany(file =>
        file.Root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.RegionDirectiveTrivia))
            .Select(t => file.At(t, "is a region: split the file instead"))
            .Concat(file.Root.DescendantNodes().Where(IsAsyncVoid)
                .Select(n => file.At(n, "is async void: return a Task that somebody awaits"))));

    private static bool IsAsyncVoid(SyntaxNode node)
    {
        var (type, modifiers) = node switch
        {
            MethodDeclarationSyntax m => (m.ReturnType, m.Modifiers),
            LocalFunctionStatementSyntax l => (l.ReturnType, l.Modifiers),
            _ => (null, default),
        };
        return type?.ToString() == "void" && modifiers.Any(SyntaxKind.AsyncKeyword);
    }
}
