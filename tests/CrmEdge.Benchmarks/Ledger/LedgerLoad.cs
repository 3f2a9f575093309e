using CrmEdge.Cloud.Core.Ledger;
using CrmEdge.Cloud.Host.Ledger;
using CrmEdge.Kernel;

namespace CrmEdge.Benchmarks.Ledger;

/// <summary>What a round came to; every transfer sent is answered or counted as refused.</summary>
internal sealed record LoadResult(double PerSecond, double P50Milliseconds, double P99Milliseconds, long Refused);

/// <summary>Transfers between wallets, each awaited by its own caller.</summary>
internal sealed class LedgerLoad(ILedger ledger, IdSource ids, TimeProvider time, LoadBooks books)
{
    public const int Callers = 4_096;
    private const int SamplesMax = 4_000;
    private const int InFlightMost = 20_000;

    private long _refused;

    /// <summary>Callers that each send a transfer, wait for the answer, and send the next.</summary>
    public async Task<LoadResult> ClosedAsync(Draw draw, TimeSpan duration, CancellationToken ct)
    {
        var (before, refused) = (books.Posted, _refused);
        var deadline = Deadline.After(duration, time);
        var calling = Enumerable.Range(0, Callers).Select(caller => Task.Run(() => CallAsync(caller, draw, deadline, ct), ct));
        var samples = await Task.WhenAll(calling);
        return Result(samples.SelectMany(s => s), books.Posted - before, refused, time.GetElapsedTime(deadline.Started));
    }

    /// <summary>Transfers that come at a rate, whether or not those before are answered; latency counts from when each was due.</summary>
    public async Task<LoadResult> OpenAsync(Draw draw, double perSecond, TimeSpan duration, CancellationToken ct)
    {
        var (before, refused) = (books.Posted, _refused);
        var random = Seeded(0);
        using var room = new SemaphoreSlim(InFlightMost);
        var started = time.GetTimestamp();
        List<Task<double>> sent = new((int)(perSecond * duration.TotalSeconds) + 1);
        for (var due = TimeSpan.Zero; due < duration; due += TimeSpan.FromSeconds(-Math.Log(1 - random.NextDouble()) / perSecond))
        {
            var early = due - time.GetElapsedTime(started);
            if (early > TimeSpan.FromMilliseconds(1)) await Task.Delay(early, time, ct);
            await room.WaitAsync(ct);
            var (transfer, key) = books.Next(ids, draw, random, sent.Count);
            sent.Add(TimedAsync(key, transfer, started, due, room, ct));
        }
        var samples = await Task.WhenAll(sent);
        return Result(samples, books.Posted - before, refused, time.GetElapsedTime(started));
    }

    private async Task<List<double>> CallAsync(int caller, Draw draw, Deadline deadline, CancellationToken ct)
    {
        var random = Seeded(caller);
        List<double> samples = [];
        while (!deadline.Passed)
        {
            var (transfer, key) = books.Next(ids, draw, random, caller);
            var sent = time.GetTimestamp();
            await PostAsync(key, transfer, ct);
            if (samples.Count < SamplesMax) samples.Add(time.GetElapsedTime(sent).TotalMilliseconds);
        }
        return samples;
    }

    private async Task<double> TimedAsync(
        PartitionKey key, Transfer transfer, long started, TimeSpan due, SemaphoreSlim room, CancellationToken ct)
    {
        await PostAsync(key, transfer, ct);
        room.Release();
        return (time.GetElapsedTime(started) - due).TotalMilliseconds;
    }

    private async Task PostAsync(PartitionKey key, Transfer transfer, CancellationToken ct)
    {
        try
        {
            var codes = await ledger.SubmitAsync(PostTransfers.Each(key, transfer), ct);
            Invariant.Holds(codes[0] == PostCode.Ok);
            books.Count(1);
        }
        catch (LedgerBusyException)
        {
            Interlocked.Increment(ref _refused);
        }
    }

    private LoadResult Result(IEnumerable<double> samples, long posted, long refusedBefore, TimeSpan took)
    {
        double[] sorted = [.. samples.Order()];
        return new LoadResult(
            posted / took.TotalSeconds, sorted[sorted.Length / 2], sorted[sorted.Length * 99 / 100], _refused - refusedBefore);
    }

#pragma warning disable CA5394 // Seeded: which wallets pay is the same in every run.
    private static Random Seeded(int seed) => new(seed);
#pragma warning restore CA5394
}
