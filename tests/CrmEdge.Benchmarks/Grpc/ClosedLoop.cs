namespace CrmEdge.Benchmarks.Rpc;

/// <summary>Operations per second and the latency 99 in 100 stay below.</summary>
internal readonly record struct Sample(double Rate, double P99Ms);

/// <summary>A fixed number of callers, each starting its next operation when the last is done.</summary>
internal sealed class ClosedLoop(TimeProvider time)
{
    public Task<Sample> RunAsync(int callers, TimeSpan duration, Func<CancellationToken, Task> operation, CancellationToken ct) =>
        RunAsync(callers, duration, () => operation, ct);

    public async Task<Sample> RunAsync(
        int callers, TimeSpan duration, Func<Func<CancellationToken, Task>> operationOfCaller, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var runs = Enumerable.Range(0, callers).Select(_ => CallAsync(operationOfCaller(), started, duration, ct));
        var latencies = (await Task.WhenAll(runs)).SelectMany(list => list).Order().ToList();
        var elapsed = time.GetElapsedTime(started);
        return new Sample(latencies.Count / elapsed.TotalSeconds, latencies[(int)(latencies.Count * 0.99)]);
    }

    private async Task<List<double>> CallAsync(
        Func<CancellationToken, Task> operation, long started, TimeSpan duration, CancellationToken ct)
    {
        var latencies = new List<double>();
        while (time.GetElapsedTime(started) < duration)
        {
            var begun = time.GetTimestamp();
            await operation(ct);
            latencies.Add(time.GetElapsedTime(begun).TotalMilliseconds);
        }
        return latencies;
    }
}
