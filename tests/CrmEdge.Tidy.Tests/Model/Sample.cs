namespace CrmEdge.Tidy.Tests.Model;

/// <summary>
/// A small made-up repository a rule is tried on. <paramref name="Bad"/> lists every place the rule must name; an empty
/// list means that the rule must stay silent.
/// </summary>
internal sealed record Sample(string[] Bad, params (string Path, string Text)[] Files)
{
    public IReadOnlyList<string> Executable { get; init; } = [];

    public static Sample Good(params (string Path, string Text)[] files) => new([], files);
}
