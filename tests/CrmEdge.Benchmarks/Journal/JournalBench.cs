using CrmEdge.Hosting;

namespace CrmEdge.Benchmarks.Journal;

/// <summary>
/// Durable appends a second of the edge journal, against SQLite with one commit for each row (one thread, prepared, nothing
/// but the row; the same file settings, folder and payload). Rounds alternate and the median round counts. Every round's
/// rows are read back from the file afterwards; a missing one ends the benchmark.
/// </summary>
public static class JournalBench
{
    private const int PayloadBytes = 300;

    /// <summary>Runs all rounds.</summary>
    /// <param name="folder">On the disk to be measured; emptied of what the rounds leave.</param>
    /// <param name="producers">Callers that each wait for their append before they make the next; at least 64.</param>
    /// <param name="rounds">Rounds of each side.</param>
    /// <param name="roundTime">How long a round appends.</param>
    /// <param name="keyed">Every record carries a key of its own, as a sale does.</param>
    /// <param name="ct">Ends it early.</param>
    public static async Task<JournalBenchResult> RunAsync(
        string folder, int producers, int rounds, TimeSpan roundTime, bool keyed, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(producers, 64);
        var payload = new byte[PayloadBytes];
        new Random(1).NextBytes(payload);
        var journal = new JournalRound(payload, producers, keyed, Ambient.Time);
        var yardstick = new OneCommitPerRowRound(payload, Ambient.Time);
        await RunOnceAsync("warm");

        var ours = new List<RoundResult>();
        var theirs = new List<RoundResult>();
        for (var round = 0; round < rounds; round++)
        {
            var (first, second) = await RunOnceAsync($"round{round}");
            theirs.Add(first);
            ours.Add(second);
        }

        return JournalBenchResult.Of(ours, theirs, producers, PayloadBytes, keyed);

        async Task<(RoundResult Yardstick, RoundResult Journal)> RunOnceAsync(string name)
        {
            using var place = new BenchFolder(Path.Combine(folder, $"journal-bench-{name}"));
            return (yardstick.Run(place.File("yardstick.db"), roundTime, ct),
                await journal.RunAsync(place.File("journal.db"), roundTime, ct));
        }
    }
}
