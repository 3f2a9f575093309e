using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>No test is skipped or left to be asked for, and its name is a sentence.</summary>
internal sealed class EveryTestRuns : IRule
{
    private static readonly string[] Skipping = ["Skip", "SkipUnless", "SkipWhen", "Explicit"];

    private static readonly string[] Tests = ["Fact", "Theory", "Property"];

    public IEnumerable<Sample> Samples =>
    [
        new(["tests/T.cs:1"], Test("[Fact(Skip = \"slow\")] void It_is_fast() { }")),
        new(["tests/T.cs:1"], Test("[Theory, InlineData(1, Skip = \"slow\")] void It_is_fast(int n) { }")),
        new(["tests/T.cs:1"], Test("[Fact(Explicit = true)] void It_is_fast() { }")),
        new(["tests/T.cs:1"], Test("[Fact] void It_is_fast() { Assert.Skip(\"no socat\"); }")),
        new(["tests/T.cs:1"], Test("[Fact] void Fast() { }")),
        Sample.Good(Test("[Fact(Timeout = 10)] void It_is_fast() { xs.Skip(1); }"), ("edge/A.cs", "[Map(Skip = true)] class A;")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        repo.CSharp.Where(f => f.IsTest).SelectMany(file => Skipped(file).Concat(Unnamed(file)));

    private static IEnumerable<Violation> Skipped(SourceFile file) =>
        from node in file.Root.DescendantNodes()
        where node is AttributeArgumentSyntax { NameEquals.Name.Identifier.Text: var argument } && Skipping.Contains(argument)
            || node is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "Assert" } } access
                && Skipping.Contains(access.Name.Identifier.Text)
        select file.At(node, "lets a test not run: make it runnable everywhere, or delete it");

    private static IEnumerable<Violation> Unnamed(SourceFile file) =>
        from method in file.Root.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(l => l.Attributes).Any(a => Tests.Contains(a.Name.ToString()))
        where !method.Identifier.Text.Contains('_', StringComparison.Ordinal)
        select file.At(method, $"{method.Identifier.Text} is not a sentence: say with_words_like_these what holds");

    private static (string, string) Test(string member) => ("tests/T.cs", $"class T {{ {member} }}");
}
