using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Layout;

/// <summary>
/// A file holds one type and bears its name (<c>X.cs</c>; <c>X.Part.cs</c> for a part of X; <c>XOfT.cs</c> for the generic one).
/// Small relatives may stay with it: records, enums, delegates, interfaces and exceptions. A family of small ones only may bear
/// a name of its own.
/// </summary>
internal sealed class OneTypePerFile : IRule
{
    private const int SmallLinesMax = 25;

    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1"], ("a/A.cs", "class B { }")),
        new(["a/A.cs:2"], ("a/A.cs", "class A { void M() { } }\nclass B { void M() { } }")),
        new(["a/A.cs:2"], ("a/A.cs", "class A { void M() { } }\nrecord B\n{" + new string('\n', SmallLinesMax) + "}")),
        Sample.Good(
            ("a/A.cs", "namespace N;\nrecord A(int X);\nenum B { One }\ndelegate void C();\ninterface D;"),
            ("a/E.cs", "class E { void M() { } }\nclass F(int x) : Exception(\"\") { F() { } }\nfile class G { void M() { } }"),
            ("a/Box.cs", "class Box { void M() { } }\nclass Box<T> { void M() { } }"),
            ("a/CrateOfT.cs", "class Crate<T> { void M() { } }"),
            ("a/Family.cs", "record Father;\nrecord Mother;"),
            ("a/Log.Events.cs", "partial class Log { }"),
            ("a/Program.cs", "F();\nreturn 0;"),
            ("a/AssemblyInfo.cs", "[assembly: X]")),
    ];

    public IEnumerable<Violation> Check(Repo repo) => repo.CSharp.SelectMany(file =>
    {
        var types = file.TopLevelTypes.Where(t => !t.Modifiers.Any(SyntaxKind.FileKeyword)).ToList();
        return Misnamed(file, types).Concat(Crowded(file, types));
    });

    private static IEnumerable<Violation> Misnamed(SourceFile file, List<MemberDeclarationSyntax> types)
    {
        var expected = file.Name.Split('.')[0];
        if (types.Count == 0 || expected == "Program" || types.Count > 1 && types.All(IsSmall)) yield break;
        if (!types.Any(t => DeclaredNames.Of(t) is var name && (name == expected || name + "OfT" == expected)))
            yield return file.At(types[0], $"declares no {expected}: name the file for its type");
    }

    private static IEnumerable<Violation> Crowded(SourceFile file, List<MemberDeclarationSyntax> types) => types
        .Where(t => !IsSmall(t))
        .DistinctBy(DeclaredNames.Of)
        .Skip(1)
        .Select(t => file.At(t, $"{DeclaredNames.Of(t)} is a second full type in this file: give it its own"));

    private static bool IsSmall(MemberDeclarationSyntax type) => Span(type) <= SmallLinesMax && type switch
    {
        ClassDeclarationSyntax c => c.Members.Count == 0 || IsException(c),
        StructDeclarationSyntax => false,
        _ => true,
    };

    private static bool IsException(ClassDeclarationSyntax type) =>
        type.BaseList?.Types[0].Type.ToString().EndsWith("Exception", StringComparison.Ordinal) == true;

    private static int Span(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }
}
