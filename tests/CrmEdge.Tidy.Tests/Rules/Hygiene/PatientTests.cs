using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Hygiene;

/// <summary>A test waits on a condition, never for a fixed time; the polling itself lives in TestKit.</summary>
internal sealed class PatientTests : IRule
{
    public IEnumerable<Sample> Samples =>
    [
        new(["tests/X/T.cs:1"], Test("Thread.Sleep(10);")),
        new(["tests/X/T.cs:1"], Test("System.Threading.Thread.Sleep(wait);")),
        new(["tests/X/T.cs:1"], Test("await Task.Delay(50);")),
        new(["tests/X/T.cs:1"], Test("await Task.Delay(TimeSpan.FromSeconds(1), ct);")),
        Sample.Good(Test("await Task.Delay(Timeout.Infinite, ct); await Task.Delay(TimeSpan.FromSeconds(5), time, ct);")),
        Sample.Good(("tests/CrmEdge.TestKit/Until.cs", "await Task.Delay(5, ct);"), ("edge/A.cs", "await Task.Delay(500, ct);")),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.CSharp
        where file.IsTest
        from call in file.Root.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where IsSleep(call) || IsFixedDelay(call) && !file.IsUnder("tests/CrmEdge.TestKit")
        select file.At(call, "waits by the clock: wait on the condition you mean, with a deadline");

    private static bool IsSleep(InvocationExpressionSyntax call) => Called(call, "Thread", "Sleep");

    private static bool IsFixedDelay(InvocationExpressionSyntax call) =>
        Called(call, "Task", "Delay")
        && call.ArgumentList.Arguments is [var time, ..] and not [_, _, _]
        && IsFixed(time.Expression);

    private static bool IsFixed(ExpressionSyntax time) =>
        time.IsKind(SyntaxKind.NumericLiteralExpression)
        || time is InvocationExpressionSyntax from
            && from.Expression.ToString().StartsWith("TimeSpan.From", StringComparison.Ordinal)
            && from.ArgumentList.Arguments.All(a => a.Expression.IsKind(SyntaxKind.NumericLiteralExpression));

    private static bool Called(InvocationExpressionSyntax call, string type, string method) =>
        call.Expression is MemberAccessExpressionSyntax access
        && access.Name.Identifier.Text == method
        && access.Expression.ToString().Split('.')[^1] == type;

    private static (string, string) Test(string body) => ("tests/X/T.cs", body);
}
