using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>Every log line has a number of its own in the whole product, written where the line is.</summary>
internal sealed class LogEvents : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        new(["edge/B.cs:1"], ("edge/A.cs", Line("2101, LogLevel.Warning, \"a\"")), ("edge/B.cs", Line("EventId = 2101, Message = \"b\""))),
        new(["edge/A.cs:1"], ("edge/A.cs", Line("Message = \"a\""))),
        new(["edge/A.cs:1"], ("edge/A.cs", Line("Ids.Refused, LogLevel.Warning, \"a\""))),
        Sample.Good(("tests/T.cs", Line("LogLevel.Warning, \"a\""))),
        Sample.Good(("edge/A.cs", Line("2101, LogLevel.Warning, \"a\"")), ("edge/B.cs", Line("EventId = 2_102, Message = \"b\""))),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        var events = repo.CSharp.Where(f => f.IsProduct).SelectMany(f => f.Root.DescendantNodes().OfType<AttributeSyntax>()
            .Where(a => a.Name.ToString().EndsWith("LoggerMessage", StringComparison.Ordinal))
            .Select(a => (File: f, Line: a, Id: Id(a)))).ToList();
        return events.Where(e => e.Id is null).Select(e => e.File.At(e.Line, "has no event id: write a free number first"))
            .Concat(events.Where(e => e.Id is not null).GroupBy(e => e.Id).SelectMany(same => same.Skip(1)
                .Select(e => e.File.At(e.Line, $"event id {e.Id} is taken in {same.First().File.Path}: give it a free number"))));
    }

    private static int? Id(AttributeSyntax attribute)
    {
        var arguments = attribute.ArgumentList?.Arguments ?? default;
        var id = arguments.FirstOrDefault(a => (a.NameEquals?.Name ?? a.NameColon?.Name)?.ToString() is "EventId" or "eventId")
            ?? arguments.FirstOrDefault(a => a.NameEquals is null);
        return (id?.Expression as LiteralExpressionSyntax)?.Token.Value as int?;
    }

    private static string Line(string arguments) =>
        $"static partial class Log {{ [LoggerMessage({arguments})] static partial void M(ILogger l); }}";
}
