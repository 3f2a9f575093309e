using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Size;

/// <summary>Half of the product's files hold at most 60 lines, and 95 in 100 at most 250.</summary>
internal sealed class FileSizes : IRule
{
    private const int MedianMax = 60;
    private const int P95Max = 250;

    public IEnumerable<Sample> Samples =>
    [
        new(["edge/0.cs:1"], Files(MedianMax + 1, MedianMax + 1, MedianMax)),
        new(["edge/0.cs:1"], Files(P95Max + 1, 1, 1)),
        Sample.Good(Files([P95Max + 1, .. Enumerable.Repeat(MedianMax, 19)])),
        Sample.Good([("tests/T.cs", Text(P95Max + 1))]),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        var files = repo.CSharp.Where(f => f.IsProduct).OrderBy(f => f.Lines.Count).ToList();
        if (files.Count == 0) return [];
        return Above(files, 50, MedianMax).Concat(Above(files, 95, P95Max));
    }

    private static IEnumerable<Violation> Above(List<SourceFile> files, int percentile, int linesMax)
    {
        var at = files[(int)Math.Ceiling(files.Count * percentile / 100m) - 1];
        if (at.Lines.Count > linesMax)
            yield return at.At(1, $"is percentile {percentile} of the product with {at.Lines.Count} lines, more than {linesMax}: "
                + $"split some of {string.Join(", ", files.TakeLast(5).Select(f => $"{f.Path} ({f.Lines.Count})"))}");
    }

    private static (string, string)[] Files(params int[] sizes) =>
        [.. sizes.Select((lines, i) => ($"edge/{i}.cs", Text(lines)))];

    private static string Text(int lines) => string.Concat(Enumerable.Repeat("// x\n", lines));
}
