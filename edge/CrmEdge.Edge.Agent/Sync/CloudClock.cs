namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The cloud's time, counted on from its last greeting by the monotonic clock; the wall clock until there was
/// one.</summary>
internal sealed class CloudClock(TimeProvider time)
{
    private volatile Learned? _learned;

    /// <summary>The best time known.</summary>
    public DateTimeOffset Now => _learned is { } known ? known.At + time.GetElapsedTime(known.Stamp) : time.GetUtcNow();

    /// <summary>How far the wall clock is off; null before the first greeting.</summary>
    public TimeSpan? WallOff => _learned is null ? null : time.GetUtcNow() - Now;

    /// <summary>Takes over the cloud's time.</summary>
    public void Learn(DateTimeOffset cloud) => _learned = new Learned(cloud, time.GetTimestamp());

    private sealed record Learned(DateTimeOffset At, long Stamp);
}
