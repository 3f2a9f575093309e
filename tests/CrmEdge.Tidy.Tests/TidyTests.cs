using CrmEdge.Tidy.Tests.Model;
using CrmEdge.Tidy.Tests.Rules.Architecture;
using CrmEdge.Tidy.Tests.Rules.Hygiene;
using CrmEdge.Tidy.Tests.Rules.Layout;
using CrmEdge.Tidy.Tests.Rules.Size;
using Xunit;

namespace CrmEdge.Tidy.Tests;

public sealed class TidyTests
{
    private static readonly Lazy<Repo> Here = new(Repo.Open);

    private static readonly IReadOnlyList<IRule> All =
    [
        new BodyLength(), new FileLength(), new FileSizes(), new LineLength(),
        new BuildRules(), new FolderArrows(), new ProjectArrows(), new PureCode(),
        new DeadFiles(), new DeadTypes(), new OneTypePerFile(), new SealedByDefault(),
        new CommentedOutCode(), new DeadMentions(), new EmptyCatch(), new EveryTestRuns(), new LogEvents(),
        new PatientTests(), new PlainShapes(), new PragmaReasons(), new ProductAlone(), new ScriptsFailLoudly(),
        new Suppressions(), new Unfinished(),
    ];

    public static TheoryData<string> Rules => [.. All.Select(r => r.GetType().Name)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void The_repository_keeps(string rule)
    {
        var found = Known.Unexpected(Named(rule), Named(rule).Check(Here.Value), Known.Exceptions).ToList();
        if (found.Count > 0) Assert.Fail($"{rule}: {found.Count} to mend\n{string.Join('\n', found)}");
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Samples_prove_that_it_can_fail_and_can_pass(string rule)
    {
        var samples = Named(rule).Samples.ToList();
        Assert.Contains(samples, s => s.Bad.Length > 0);
        Assert.Contains(samples, s => s.Bad.Length == 0);
        foreach (var sample in samples)
            Assert.Equal(sample.Bad.Order(), Named(rule).Check(Repo.Of(sample)).Select(v => v.Place).Order());
    }

    [Fact]
    public void The_list_of_known_exceptions_only_shrinks() =>
        Assert.Empty(Known.Unneeded(All.SelectMany(r => r.Check(Here.Value).Select(v => (r, v))), Known.Exceptions));

    [Fact]
    public void A_known_exception_excuses_its_own_file_and_is_unneeded_once_mended()
    {
        var rule = All[0];
        Violation[] found = [new("a.cs", 1, ""), new("b.cs", 2, "")];
        string[] known = [Known.Key(rule, found[0]), Known.Key(rule, new("mended.cs", 1, ""))];
        Assert.Equal("b.cs:2", Assert.Single(Known.Unexpected(rule, found, known)).Place);
        Assert.Equal(known[1], Assert.Single(Known.Unneeded(found.Select(v => (rule, v)), known)));
    }

    [Fact]
    public void The_repository_is_really_read()
    {
        Assert.NotNull(Here.Value.Find("BannedSymbols.txt"));
        Assert.NotEmpty(Here.Value.Find("tests/CrmEdge.Tidy.Tests/TidyTests.cs")!.TopLevelTypes);
        Assert.Contains(Here.Value.Projects, p => p is { Name: "Kernel", IsPure: true });
        Assert.DoesNotContain(Here.Value.Files, f => f.IsUnder("artifacts"));
    }

    private static IRule Named(string rule) => All.Single(r => r.GetType().Name == rule);
}
