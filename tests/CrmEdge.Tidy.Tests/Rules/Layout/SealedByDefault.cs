using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Layout;

/// <summary>A class or record that nobody derives from is sealed, public ones included.</summary>
internal sealed class SealedByDefault : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1", "a/A.cs:2"], ("a/A.cs", "public class A { }\npublic record B(int X);")),
        Sample.Good(
            ("a/A.cs", "abstract class A { }\nstatic class S { }\nrecord struct R(int X);"),
            ("a/C.cs", "sealed class C : Base<int> { }\nclass Base<T> { }"),
            ("shared/CrmEdge.Grpc/Core/A.cs", "public class Foreign { }"),
            ("a/P.cs", "partial class P { }"),
            ("a/P.Rest.cs", "sealed partial class P { }")),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        var types = repo.CSharp
            .SelectMany(f => f.Root.DescendantNodes().OfType<TypeDeclarationSyntax>().Select(t => (File: f, Type: t)))
            .ToList();
        var bases = types.SelectMany(t => t.Type.BaseList?.Types ?? default).Select(b => Simple(b.Type)).ToHashSet();
        var settled = types.Where(t => IsSettled(t.Type)).Select(t => t.Type.Identifier.Text).ToHashSet();
        return types
            .Where(t => !t.File.IsMirror)
            .Where(t => t.Type is ClassDeclarationSyntax || t.Type.IsKind(SyntaxKind.RecordDeclaration))
            .Where(t => !bases.Contains(t.Type.Identifier.Text) && !IsSettled(t.Type))
            .Where(t => !t.Type.Modifiers.Any(SyntaxKind.PartialKeyword) || !settled.Contains(t.Type.Identifier.Text))
            .Where(t => t.Type.Identifier.Text != "Program")
            .Select(t => t.File.At(t.Type, $"{t.Type.Identifier.Text} has no heirs: make it sealed"));
    }

    private static bool IsSettled(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(m => m.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword);

    private static string Simple(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax q => q.Right.Identifier.Text,
        SimpleNameSyntax s => s.Identifier.Text,
        _ => type.ToString(),
    };
}
