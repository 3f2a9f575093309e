using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>An error is let go only if its type says which and a comment says why.</summary>
internal sealed class EmptyCatch : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1"], ("a/A.cs", "try { F(); } catch { }")),
        new(["a/A.cs:1"], ("a/A.cs", "try { F(); } catch (Exception) { /* whatever it was */ }")),
        new(["a/A.cs:1"], ("a/A.cs", "try { F(); } catch (IOException) { }")),
        Sample.Good(("a/A.cs", "try { F(); } catch (IOException) { /* the peer left first */ }")),
        Sample.Good(("a/A.cs", "try { F(); } catch { G(); throw; }")),
        Sample.Good(("a/A.cs", "try { F(); }\ncatch (IOException)\n{\n    // the peer left first\n}")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.CSharp
        from handler in file.Root.DescendantNodes().OfType<CatchClauseSyntax>()
        where handler.Block.Statements.Count == 0
        where IsCatchAll(handler) && handler.Filter is null || !HasReason(handler)
        select file.At(handler, "swallows an error: name the type it expects and why that is fine, or let it through");

    private static bool IsCatchAll(CatchClauseSyntax handler) =>
        handler.Declaration?.Type.ToString() is null or "Exception" or "System.Exception";

    private static bool HasReason(CatchClauseSyntax handler) =>
        handler.DescendantTrivia().Any(t => t.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia);
}
