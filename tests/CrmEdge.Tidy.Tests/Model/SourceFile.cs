using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Model;

/// <summary>One tracked text file. <see cref="Path"/> is relative to the root, with forward slashes.</summary>
internal sealed class SourceFile(string path, string text, bool executable = false)
{
    private static readonly CSharpParseOptions Options = new(LanguageVersion.Preview);

    private readonly Lazy<CompilationUnitSyntax> _root =
        new(() => (CompilationUnitSyntax)CSharpSyntaxTree.ParseText(text, Options).GetRoot());

    private readonly Lazy<string[]> _lines = new(() => text.TrimEnd('\n').Split('\n'));

    public string Path => path;

    public string Text => text;

    public bool Executable => executable;

    public IReadOnlyList<string> Lines => _lines.Value;

    /// <summary>The file as a C# syntax tree; meaningful for .cs files only.</summary>
    public CompilationUnitSyntax Root => _root.Value;

    public string Name => System.IO.Path.GetFileName(path);

    public string Extension => System.IO.Path.GetExtension(path);

    public string Folder => path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";

    public bool IsCSharp => Extension == ".cs";

    public bool IsProduct => IsUnder("shared") || IsUnder("edge") || IsUnder("cloud") || IsUnder("simulators");

    public bool IsTest => IsUnder("tests");

    /// <summary>Types declared straight in a namespace, in file order.</summary>
    public IEnumerable<MemberDeclarationSyntax> TopLevelTypes =>
        Root.DescendantNodes(n => n is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(m => m is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    /// <summary>Whether the file declares a foreign API as it is, to be dropped in its place: its shape is not ours to choose.</summary>
    public bool IsMirror => IsUnder("shared/CrmEdge.Grpc/Core");

    public bool IsUnder(string folder) => path.StartsWith(folder + "/", StringComparison.Ordinal);

    public Violation At(int line, string message) => new(path, line, message);

    public Violation At(SyntaxNode node, string message) => At(LineOf(node.SpanStart), message);

    public Violation At(SyntaxTrivia trivia, string message) => At(LineOf(trivia.SpanStart), message);

    public int LineOf(int position) => Root.SyntaxTree.GetText().Lines.GetLinePosition(position).Line + 1;
}
