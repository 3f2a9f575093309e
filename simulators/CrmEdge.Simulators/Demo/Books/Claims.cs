namespace CrmEdge.Simulators.Demo.Books;

/// <summary>What must be true at the end, each with the two figures that have to agree.</summary>
internal sealed class Claims(Screen screen)
{
    private readonly List<bool> _results = [];

    public int Made => _results.Count;

    public int Failed => _results.Count(holds => !holds);

    public void Equal<T>(string what, T expected, T found) where T : IEquatable<T>
    {
        var holds = expected.Equals(found);
        Say(holds, holds ? $"{what}: {found}" : $"{what}: {expected} expected, {found} found");
    }

    /// <summary>No element may be there; some of those that are, are named.</summary>
    public void None(string what, IEnumerable<string> found)
    {
        var all = found.ToList();
        var named = string.Join(", ", all.Take(5));
        Say(all.Count == 0, all.Count == 0 ? $"{what}: none" : $"{what}: {all.Count} ({named})");
    }

    private void Say(bool holds, string text)
    {
        _results.Add(holds);
        screen.Claim(holds, text);
    }
}
