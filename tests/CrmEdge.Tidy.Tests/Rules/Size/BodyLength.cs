using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Size;

/// <summary>No body of a method, constructor, accessor or local function, nor a top-level program, passes 60 lines.</summary>
internal sealed class BodyLength : IRule
{
    private const int LinesMax = 60;

    public IEnumerable<Sample> Samples =>
    [
        new(["a/C.cs:2"], Class("void M()\n{\n" + Statements(LinesMax + 1) + "}")),
        new(["a/C.cs:2"], Class("C()\n{\n" + Statements(LinesMax + 1) + "}")),
        new(["a/C.cs:2"], Class("int P { get\n{\n" + Statements(LinesMax + 1) + "} }")),
        new(["a/C.cs:2", "a/C.cs:4"], Class("void M()\n{\nvoid L()\n{\n" + Statements(LinesMax + 1) + "}\n}")),
        new(["a/C.cs:2"], Class("int M() =>\n" + Lines("0 +", LinesMax) + "0;")),
        new(["a/Program.cs:1"], ("a/Program.cs", Statements(LinesMax + 1))),
        Sample.Good(Class("void M()\n{\n" + Statements(LinesMax) + "}"), ("a/Program.cs", Statements(LinesMax))),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.CSharp
        from body in file.Root.DescendantNodes().SelectMany(Bodies).Concat(Program(file))
        where body.Lines > LinesMax
        select file.At(body.Owner, $"{body.Lines} lines in one body, more than {LinesMax}: give its steps names of their own");

    private static IEnumerable<(SyntaxNode Owner, int Lines)> Bodies(SyntaxNode node)
    {
        var (block, arrow) = node switch
        {
            BaseMethodDeclarationSyntax m => (m.Body, m.ExpressionBody),
            AccessorDeclarationSyntax a => (a.Body, a.ExpressionBody),
            LocalFunctionStatementSyntax l => (l.Body, l.ExpressionBody),
            PropertyDeclarationSyntax p => (null, p.ExpressionBody),
            _ => (null, null),
        };
        if (block is not null) yield return (node, Span(block) - 2);
        if (arrow is not null) yield return (node, Span(arrow.Expression));
    }

    private static IEnumerable<(SyntaxNode Owner, int Lines)> Program(SourceFile file)
    {
        var statements = file.Root.Members.OfType<GlobalStatementSyntax>().ToList();
        if (statements.Count == 0) yield break;
        yield return (statements[0], file.LineOf(statements[^1].Span.End) - file.LineOf(statements[0].SpanStart) + 1);
    }

    private static int Span(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static (string, string) Class(string member) => ("a/C.cs", $"class C {{\n{member}\n}}\n");

    private static string Statements(int lines) => Lines("F();", lines);

    private static string Lines(string line, int count) => string.Concat(Enumerable.Repeat(line + "\n", count));
}
