namespace CrmEdge.Hosting.Metrics;

/// <summary>One label set's value, or its histogram. Lock-free; a reader may see a histogram half updated.</summary>
internal sealed class Series(IReadOnlyList<double> bounds)
{
    private readonly long[] _buckets = new long[bounds.Count + 1];
    private double _value;

    /// <summary>The value; of a histogram the sum of what was observed.</summary>
    public double Value => Volatile.Read(ref _value);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double change)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + change, seen);
            if (before.Equals(seen)) return;
            seen = before;
        }
    }

    public void Observe(double value)
    {
        var bucket = 0;
        while (bucket < bounds.Count && value > bounds[bucket]) bucket++;
        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }

    /// <summary>Observations up to each bound, the last being all of them.</summary>
    public long[] Cumulative()
    {
        var sums = new long[_buckets.Length];
        var sum = 0L;
        for (var i = 0; i < sums.Length; i++) sums[i] = sum += Volatile.Read(ref _buckets[i]);
        return sums;
    }
}
