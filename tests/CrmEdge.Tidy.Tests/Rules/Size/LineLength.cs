using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Size;

/// <summary>
/// Lines are at most 130 characters wide. One in a hundred may pass that, none may pass 150, unless one unbreakable word (a vector,
/// a URL) makes it so.
/// </summary>
internal sealed class LineLength : IRule
{
    private const int Width = 130;
    private const int WidthMax = 150;
    private const int WordMax = 80;

    private static readonly string[] Written = [".cs", ".sql", ".proto", ".py", ".js", ".mjs", ".c", ".h", ".sh", ""];

    public IEnumerable<Sample> Samples =>
    [
        new(["a/C.cs:2"], ("a/C.cs", "//\n" + Wide(WidthMax + 1) + "\n" + Lines(1_000))),
        new(["a/C.cs:1"], ("a/C.cs", Wide(Width + 1) + "\n" + Lines(98))),
        Sample.Good(("a/C.cs", Wide(Width + 1) + "\n" + Lines(99))),
        Sample.Good(("a/C.cs", Wide(Width)), ("a/Vector.cs", $"var key = \"{new string('0', WidthMax)}\";"), ("a.txt", Wide(WidthMax + 1))),
    ];

    public IEnumerable<Violation> Check(Repo repo)
    {
        var files = repo.Files.Where(f => Written.Contains(f.Extension)).ToList();
        var wide = files.SelectMany(Wide).ToList();
        var isRare = wide.Count * 100 <= files.Sum(f => f.Lines.Count);
        return wide.Where(l => !isRare || l.Chars > WidthMax)
            .Select(l => l.File.At(l.Line, $"has {l.Chars} characters, more than {Width}: break the line"));
    }

    private static IEnumerable<(SourceFile File, int Line, int Chars)> Wide(SourceFile file) =>
        file.Lines.Index()
            .Where(l => l.Item.Length > Width && l.Item.Split(' ').Max(word => word.Length) <= WordMax)
            .Select(l => (file, l.Index + 1, l.Item.Length));

    private static string Wide(int chars) => string.Concat(Enumerable.Repeat("// ", chars))[..(chars - 1)] + "x";

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("//\n", count));
}
