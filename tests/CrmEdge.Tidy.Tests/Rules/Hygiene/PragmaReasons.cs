using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>
/// A warning is switched off by name and with a reason beside it or above it; the ban on ambient clocks, chance and ids
/// only where a program is put together.
/// </summary>
internal sealed class PragmaReasons : IRule
{
    private const int ReasonCharsMin = 10;

    private static readonly string[] CompositionRoots = ["Program.cs", "Ambient.cs"];

    public IEnumerable<Sample> Samples =>
    [
        new(["edge/A.cs:1"], ("edge/A.cs", "#pragma warning disable CA1000\nclass A;")),
        new(["edge/A.cs:1"], ("edge/A.cs", "#pragma warning disable // everything is fine here\nclass A;")),
        new(["edge/A.cs:1"], ("edge/A.cs", "#pragma warning disable RS0030 // the one real clock\nclass A;")),
        new(["edge/A.cs:1"], ("edge/A.cs", "#nullable disable\nclass A;")),
        Sample.Good(
            ("edge/Program.cs", "#pragma warning disable RS0030 // the one real clock\nF();\n#pragma warning restore RS0030"),
            ("tests/CrmEdge.TestKit/Ids.cs", "// the seed is printed\n#pragma warning disable RS0030\nclass Ids;"),
            ("edge/B.cs", "#pragma warning disable CA1000 // the generic form reads better at the call\nclass B;")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.CSharp
        from trivia in file.Root.DescendantTrivia()
        where trivia.HasStructure
        from message in Offences(file, (trivia.GetStructure() as DirectiveTriviaSyntax)!)
        select file.At(trivia, message);

    private static IEnumerable<string> Offences(SourceFile file, DirectiveTriviaSyntax? directive)
    {
        if (directive is NullableDirectiveTriviaSyntax { SettingToken.RawKind: (int)SyntaxKind.DisableKeyword })
            yield return "switches nullable checks off: say what may be null instead";
        if (directive is not PragmaWarningDirectiveTriviaSyntax pragma) yield break;
        if (!pragma.DisableOrRestoreKeyword.IsKind(SyntaxKind.DisableKeyword)) yield break;
        var codes = pragma.ErrorCodes.Select(c => c.ToString().Trim()).ToList();
        if (codes.Count == 0) yield return "switches every warning off: name the one you mean";
        else if (!HasReason(file, pragma)) yield return "gives no reason: add // why, here or on the line above";
        if (codes.Contains("RS0030") && !MayBeAmbient(file))
            yield return $"uses a banned API outside {string.Join(", ", CompositionRoots)} and TestKit: have it passed in";
    }

    private static bool HasReason(SourceFile file, PragmaWarningDirectiveTriviaSyntax pragma)
    {
        var line = file.LineOf(pragma.SpanStart) - 1;
        var above = line > 0 ? file.Lines[line - 1].TrimStart() : "";
        return IsReason(file.Lines[line]) || above.StartsWith("//", StringComparison.Ordinal) && IsReason(above);
    }

    private static bool IsReason(string line) =>
        line.IndexOf("//", StringComparison.Ordinal) is >= 0 and var at && line[(at + 2)..].Trim().Length >= ReasonCharsMin;

    private static bool MayBeAmbient(SourceFile file) =>
        CompositionRoots.Contains(file.Name) || file.IsUnder("tests/CrmEdge.TestKit");
}
