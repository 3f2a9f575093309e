namespace CrmEdge.Edge.Agent.Sync;

/// <summary>The cloud's time, counted on from its last greeting by the monotonic clock. Until there was one: the wall clock,
/// or the last time the cloud ever told where the wall clock is behind even that.</summary>
internal sealed class CloudClock(TimeProvider time, TimeFloor floor)
{
    private volatile Learned? _learned;

    /// <summary>The best time known.</summary>
    public DateTimeOffset Now => Known ?? (time.GetUtcNow() is var wall && wall > Floor ? wall : Floor);

    /// <summary>The cloud's time; null before the first greeting of this run.</summary>
    public DateTimeOffset? Known => _learned is { } known ? known.At + time.GetElapsedTime(known.Stamp) : null;

    /// <summary>It is certainly later than this.</summary>
    public DateTimeOffset Floor => floor.At;

    /// <summary>How far the wall clock is off; null before the first greeting.</summary>
    public TimeSpan? WallOff => _learned is null ? null : time.GetUtcNow() - Now;

    /// <summary>Takes over the cloud's time.</summary>
    public void Learn(DateTimeOffset cloud)
    {
        _learned = new Learned(cloud, time.GetTimestamp());
        floor.Raise(cloud);
    }

    private sealed record Learned(DateTimeOffset At, long Stamp);
}
