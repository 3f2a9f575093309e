namespace CrmEdge.Benchmarks.Ledger;

/// <summary>Which accounts are used how often: all alike, or by Zipf's law with exponent 2, where the first takes most.</summary>
internal sealed class Draw
{
    public static readonly Draw Uniform = new("uniform", null);

    private readonly double[]? _cumulated;

    private Draw(string name, double[]? cumulated) => (Name, _cumulated) = (name, cumulated);

    public string Name { get; }

    public static Draw Zipf(int accounts)
    {
        var cumulated = new double[accounts];
        var sum = 0.0;
        for (var i = 0; i < accounts; i++) cumulated[i] = sum += 1 / ((i + 1.0) * (i + 1.0));
        return new Draw("zipf 2.0", [.. cumulated.Select(c => c / sum)]);
    }

    public int Next(Random random, int accounts)
    {
        if (_cumulated is null) return random.Next(accounts);
        var found = Array.BinarySearch(_cumulated, random.NextDouble());
        return Math.Min(found < 0 ? ~found : found, accounts - 1);
    }

    /// <summary>Two different ones.</summary>
    public (int From, int To) Pair(Random random, int accounts)
    {
        var from = Next(random, accounts);
        var to = Next(random, accounts);
        return (from, to == from ? (to + 1) % accounts : to);
    }
}
