using System.Text.RegularExpressions;
using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>Nothing is left for later: no reminder in any file, no method that only throws NotImplementedException.</summary>
internal sealed partial class Unfinished : IRule
{
    private const string Later = "TO" + "DO";

    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1"], ("a/A.cs", $"class A; // {Later}: the rest")),
        new(["a/x.sql:2"], ("a/x.sql", $"SELECT 1;\n-- {Later}")),
        new(["a/A.cs:1"], ("a/A.cs", "class A { int M() => throw new NotImplementedException(); }")),
        Sample.Good(("shared/CrmEdge.Grpc/Core/A.cs", "class A { int M() => throw new NotImplementedException(); }")),
        Sample.Good(("a/A.cs", "class A; // the methodology of the rest")),
    ];

    public IEnumerable<Violation> Check(Repo repo) => Reminders(repo).Concat(Stubs(repo));

    private static IEnumerable<Violation> Reminders(Repo repo) =>
        from file in repo.Files
        from line in file.Lines.Index()
        let word = Reminder().Match(line.Item)
        where word.Success
        select file.At(line.Index + 1, $"{word.Value}: do it now, or delete the line");

    private static IEnumerable<Violation> Stubs(Repo repo) =>
        from file in repo.CSharp
        where !file.IsMirror
        from name in file.Root.DescendantNodes().OfType<IdentifierNameSyntax>()
        where name.Identifier.Text == nameof(NotImplementedException)
        where name.Parent?.Parent?.Parent is not InvocationExpressionSyntax call || call.Expression.ToString() != "nameof"
        select file.At(name, "is not implemented: write it, or leave it out");

    [GeneratedRegex(@"\b(?:[T]ODO|[F]IXME|[H]ACK)\b")]
    private static partial Regex Reminder();
}
