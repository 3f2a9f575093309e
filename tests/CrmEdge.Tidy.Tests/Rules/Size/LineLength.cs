using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests.Rules.Size;

/// <summary>No line passes 130 characters, unless one unbreakable word (a vector, a URL) makes it so.</summary>
internal sealed class LineLength : IRule
{
    private const int CharsMax = 130;
    private const int WordMax = 80;

    private static readonly string[] Written = [".cs", ".sql", ".proto", ".py", ".js", ".mjs", ".c", ".h", ".sh", ""];

    public IEnumerable<Sample> Samples =>
    [
        new(["a/C.cs:2"], ("a/C.cs", "//\n// " + string.Concat(Enumerable.Repeat("word ", 26)) + "\n")),
        Sample.Good(
            ("a/C.cs", new string('-', CharsMax) + "\n"),
            ("a/Vector.cs", "var key = \"" + new string('0', CharsMax) + "\";\n"),
            ("notes.txt", string.Concat(Enumerable.Repeat("word ", 40)))),
    ];

    public IEnumerable<Violation> Check(Repo repo) =>
        from file in repo.Files
        where Written.Contains(file.Extension)
        from line in file.Lines.Index()
        where line.Item.Length > CharsMax && line.Item.Split(' ').Max(word => word.Length) <= WordMax
        select file.At(line.Index + 1, $"has {line.Item.Length} characters, more than {CharsMax}: break the line");
}
