using System.Globalization;

namespace CrmEdge.Benchmarks.Journal;

/// <summary>The medians of alternated rounds.</summary>
/// <param name="Producers">Concurrent callers of the journal.</param>
/// <param name="PayloadBytes">Bytes of each payload.</param>
/// <param name="Keyed">Records carried a key.</param>
/// <param name="PerSecond">Durable appends a second.</param>
/// <param name="YardstickPerSecond">Rows a second with one commit each.</param>
/// <param name="P50">Half the appends were answered within this.</param>
/// <param name="P99">99 of 100 appends were answered within this.</param>
/// <param name="YardstickP99">The same of the yardstick.</param>
/// <param name="RowsPerCommit">Records that shared a commit.</param>
public sealed record JournalBenchResult(
    int Producers, int PayloadBytes, bool Keyed, double PerSecond, double YardstickPerSecond,
    TimeSpan P50, TimeSpan P99, TimeSpan YardstickP99, double RowsPerCommit)
{
    internal BenchLine ToLine() => new(
        "journal",
        "durable appends/s",
        Math.Round(PerSecond),
        Math.Round(YardstickPerSecond),
        "SQLite, one commit per row, same file settings",
        Math.Round(P99.TotalMilliseconds, 2),
        string.Create(CultureInfo.InvariantCulture, $"{Producers} producers, {PayloadBytes}-byte payload{(Keyed ? ", keyed" : "")}, ")
        + string.Create(CultureInfo.InvariantCulture, $"{RowsPerCommit:0} rows per commit, p50 {P50.TotalMilliseconds:0.00} ms, ")
        + string.Create(CultureInfo.InvariantCulture, $"yardstick p99 {YardstickP99.TotalMilliseconds:0.00} ms; every row read back"));

    internal static JournalBenchResult Of(
        IReadOnlyList<RoundResult> ours, IReadOnlyList<RoundResult> theirs, int producers, int payloadBytes, bool keyed) =>
        new(producers, payloadBytes, keyed,
            Median(ours, round => round.PerSecond), Median(theirs, round => round.PerSecond),
            Percentile(ours, 0.50), Percentile(ours, 0.99), Percentile(theirs, 0.99),
            Median(ours, round => round.RowsPerCommit));

    private static TimeSpan Percentile(IReadOnlyList<RoundResult> rounds, double share) =>
        TimeSpan.FromTicks((long)Median(rounds, round => round.Latency(share).Ticks));

    private static double Median(IReadOnlyList<RoundResult> rounds, Func<RoundResult, double> of)
    {
        var sorted = rounds.Select(of).Order().ToArray();
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}

/// <summary>One round of one side.</summary>
internal sealed record RoundResult(long Rows, long Commits, TimeSpan Took, TimeSpan[] SortedLatencies)
{
    public double PerSecond => Rows / Took.TotalSeconds;

    public double RowsPerCommit => (double)Rows / Commits;

    public TimeSpan Latency(double share) => SortedLatencies[(int)((SortedLatencies.Length - 1) * share)];
}
