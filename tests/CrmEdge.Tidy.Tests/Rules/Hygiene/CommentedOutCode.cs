using System.Text.RegularExpressions;
using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>Code that is not wanted is deleted, not commented out.</summary>
internal sealed partial class CommentedOutCode : IRule
{
    private static readonly string[] Codes =
        ["var x = 1;", "Call(a, b);", "x.Y = z;", "await F();", "return x;", "if (x) {", "foreach (var a in b)", "count++;"];

    public IEnumerable<Sample> Samples =>
    [
        .. Codes.Select(code => new Sample(["a/A.cs:2"], ("a/A.cs", $"class A\n{{ // {code}\n}}"))),
        Sample.Good(("a/A.cs", """
            class A;
            // Held across the append;
            // two words;
            // if it is late, it waits (see above)
            // return code of the peer, not ours;
            // retired: 2102;
            /// <code>var x = 1;</code>
            """)),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.CSharp
        from trivia in file.Root.DescendantTrivia()
        where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && IsCode(trivia.ToString().TrimStart('/').Trim())
        select file.At(trivia, "is code commented out: delete it");

    private static bool IsCode(string text)
    {
        if (BlockStart().IsMatch(text)) return true;
        if (!text.EndsWith(';')) return false;
        var statement = SyntaxFactory.ParseStatement(text);
        return !statement.ContainsDiagnostics && statement.FullSpan.Length == text.Length && statement switch
        {
            LocalDeclarationStatementSyntax local => local.Declaration.Variables.Any(v => v.Initializer is not null),
            ExpressionStatementSyntax { Expression: var e } => e is InvocationExpressionSyntax or AssignmentExpressionSyntax
                or AwaitExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax,
            ReturnStatementSyntax or ThrowStatementSyntax => true,
            _ => false,
        };
    }

    [GeneratedRegex(@"^(?:(?:if|for|foreach|while|switch|lock|using) \(.*\)(?: \{)?|(?:public|private|internal) .*[;{)])$")]
    private static partial Regex BlockStart();
}
