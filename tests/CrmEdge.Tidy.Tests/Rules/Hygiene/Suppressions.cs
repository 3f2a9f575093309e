using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>Every [SuppressMessage] carries its Justification.</summary>
internal sealed class Suppressions : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        new(["a/A.cs:1"], ("a/A.cs", "[SuppressMessage(\"Design\", \"CA1000\")] class A;")),
        new(["a/A.cs:1"], ("a/A.cs", "[SuppressMessage(\"Design\", \"CA1000\", Justification = \"\")] class A;")),
        Sample.Good(("a/A.cs", "[SuppressMessage(\"Design\", \"CA1000\", Justification = \"the wire's shape\")] class A;")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.CSharp
        from attribute in file.Root.DescendantNodes().OfType<AttributeSyntax>()
        where attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal)
        where attribute.ArgumentList?.Arguments.Any(IsReason) != true
        select file.At(attribute, "suppresses a warning without Justification: say why");

    private static bool IsReason(AttributeArgumentSyntax argument) =>
        argument.NameEquals?.Name.Identifier.Text == "Justification" && argument.Expression.ToString().Length > 10;
}
