using CrmEdge.Tidy.Tests.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CrmEdge.Tidy.Tests.Rules.Architecture;

/// <summary>
/// Kernel, Rules and the cores do no I/O, by namespace or by a type that the implicit usings bring in; and only Kernel, which
/// defines them, names the sources of time and chance.
/// </summary>
internal sealed class PureCode : IRule
{
    private static readonly string[] Namespaces =
    [
        "System.IO", "System.Net", "System.Diagnostics.Process", "Npgsql", "Microsoft.Data", "Microsoft.Extensions",
        "Microsoft.AspNetCore",
    ];

    private static readonly string[] Io =
    [
        "Console", "Environment", "Process", "File", "FileInfo", "FileStream", "Directory", "DirectoryInfo", "Stream",
        "StreamReader", "StreamWriter", "HttpClient", "HttpMessageInvoker", "Socket", "Thread", "ThreadPool",
    ];

    private static readonly string[] Ambient = ["TimeProvider", "Random", "RandomNumberGenerator", "Stopwatch"];

    public IEnumerable<Sample> Samples =>
    [
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("using System.IO;")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("using Reader = System.IO.StreamReader;")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("using static System.Console;")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("class A { System.Net.Http.HttpContent? c; }")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("class A { object c = global::Npgsql.NpgsqlDataSource.Create(\"\"); }")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("class A { void M() => File.Delete(\"x\"); }")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("class A { object c = new HttpClient(); }")),
        new(["shared/CrmEdge.Kernel/A.cs:1"], Kernel("class A { List<HttpClient> c = []; }")),
        new(["edge/CrmEdge.Edge.Core/A.cs:1"], Of("edge", "Edge.Core", "class A(TimeProvider t);")),
        Sample.Good(Kernel("using System.Globalization;\nrecord struct Deadline(TimeProvider Time);")),
        Sample.Good(Kernel("class A { int File; int F => this.File; }")),
        Sample.Good(Kernel("class Directory { } class B { Directory? d; }")),
        Sample.Good(Of("edge", "Edge.Agent", "using System.IO;")),
    ];

    public IEnumerable<Violation> Check(Repo repo) => repo.Projects.Where(p => p.IsPure).SelectMany(project =>
    {
        var files = repo.Under(project).ToList();
        var own = files.SelectMany(f => f.TopLevelTypes).Select(DeclaredNames.Of).ToHashSet();
        var barred = (project.Name == "Kernel" ? Io : Io.Concat(Ambient)).Except(own).ToHashSet();
        return files.SelectMany(file => Check(file, barred));
    });

    private static IEnumerable<Violation> Check(SourceFile file, HashSet<string> barred) =>
        from name in file.Root.DescendantNodes().OfType<NameSyntax>().Cast<ExpressionSyntax>()
            .Concat(file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        let what = Offence(name, barred)
        where what is not null
        select file.At(name, $"{what} does not belong in the pure part: pass its result in, and let the shell do it");

    private static string? Offence(ExpressionSyntax name, HashSet<string> barred)
    {
        if (name is SimpleNameSyntax { Identifier.Text: var word } simple)
            return StandsAlone(simple) && barred.Contains(word) ? word : null;
        if (name.Parent is QualifiedNameSyntax or MemberAccessExpressionSyntax) return null;   // judged as a whole
        var full = name.ToString().Replace("global::", "", StringComparison.Ordinal);
        var found = Namespaces.FirstOrDefault(n => full == n || full.StartsWith(n + ".", StringComparison.Ordinal));
        if (found is not null || name.Parent is not UsingDirectiveSyntax) return found;
        return barred.FirstOrDefault(type => full.EndsWith("." + type, StringComparison.Ordinal));
    }

    /// <summary>Whether the name is read as a type or as the head of a chain, not as a member or a label.</summary>
    private static bool StandsAlone(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax or AliasQualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax => false,
        MemberBindingExpressionSyntax => false,
        _ => true,
    };

    private static (string, string)[] Kernel(string text) => Of("shared", "Kernel", text);

    private static (string, string)[] Of(string folder, string project, string text) =>
    [
        ($"{folder}/CrmEdge.{project}/CrmEdge.{project}.csproj", "<Project />"),
        ($"{folder}/CrmEdge.{project}/A.cs", text),
    ];
}
