using CrmEdge.Tidy.Tests.Model;

namespace CrmEdge.Tidy.Tests;

/// <summary>
/// Places that may break a rule for now, as <c>RuleName path</c>. The list only shrinks: an entry that nothing needs
/// fails the test, and a new entry has to be defended in review.
/// </summary>
internal static class Known
{
    public static readonly IReadOnlyList<string> Exceptions = [];

    public static string Key(IRule rule, Violation violation) => $"{rule.GetType().Name} {violation.Path}";

    public static IEnumerable<Violation> Unexpected(IRule rule, IEnumerable<Violation> found, IReadOnlyList<string> known) =>
        found.Where(v => !known.Contains(Key(rule, v)));

    public static IEnumerable<string> Unneeded(
        IEnumerable<(IRule Rule, Violation Violation)> found, IReadOnlyList<string> known) =>
        known.Except(found.Select(f => Key(f.Rule, f.Violation)));
}
