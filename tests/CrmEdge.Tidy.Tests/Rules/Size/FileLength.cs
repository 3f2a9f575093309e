using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Size;

/// <summary>No hand-written C# file passes 400 lines.</summary>
internal sealed class FileLength : IRule
{
    private const int LinesMax = 400;

    public IEnumerable<Sample> Samples =>
    [
        new(["edge/Long.cs:1"], ("edge/Long.cs", Text(LinesMax + 1))),
        Sample.Good(("edge/Full.cs", Text(LinesMax)), ("docs/long.txt", Text(LinesMax + 1))),
    ];

    public IEnumerable<Violation> Check(Repo repo) => repo.CSharp
        .Where(f => f.Lines.Count > LinesMax)
        .Select(f => f.At(1, $"has {f.Lines.Count} lines, more than {LinesMax}: split it along what it does"));

    private static string Text(int lines) => string.Concat(Enumerable.Repeat("// x\n", lines));
}
