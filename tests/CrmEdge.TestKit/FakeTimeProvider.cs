namespace CrmEdge.TestKit;

/// <summary>Time that moves only when the test says so. <see cref="Advance"/> moves the wall clock and the monotonic
/// timestamp together and fires what falls due, in order; <see cref="StepWall"/> moves the wall clock alone, as
/// NTP would.</summary>
/// <remarks>Thread-safe; one test drives it. Timers follow the monotonic timestamp, as real ones do.</remarks>
public sealed class FakeTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<FakeTimer> _timers = [];
    private DateTimeOffset _wall = start;
    private long _monotonic = TimeSpan.FromDays(1).Ticks;   // not zero: a default timestamp must not look recent
    private long _timersCreated;

    public FakeTimeProvider() : this(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that are armed now: every pending delay, time-out and periodic tick.</summary>
    public int ArmedTimers
    {
        get { lock (_gate) return _timers.Count; }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _wall;
    }

    public override long GetTimestamp()
    {
        lock (_gate) return _monotonic;
    }

    /// <summary>Lets time pass. Each due timer fires on this thread with the clock standing at its due time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long end;
        lock (_gate) end = _monotonic + by.Ticks;
        while (TakeDue(end) is { } due) due.Fire();
        lock (_gate) MoveTo_NeedsLock(end);
    }

    /// <summary>Moves the wall clock, forwards or back, while no monotonic time passes.</summary>
    public void StepWall(TimeSpan by)
    {
        lock (_gate) _wall += by;
    }

    /// <summary>Sets the wall clock, as a first NTP answer after an offline boot does.</summary>
    public void SetWall(DateTimeOffset now)
    {
        lock (_gate) _wall = now.ToUniversalTime();
    }

    /// <summary>Waits until the code under test has armed its timers: advancing before that would be lost on them.</summary>
    public Task TimersArmedAsync(int atLeast = 1) =>
        Eventually.IsTrueAsync($"at least {atLeast} timers armed", () => ArmedTimers >= atLeast);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, () => callback(state), Interlocked.Increment(ref _timersCreated));
        timer.Change(dueTime, period);
        return timer;
    }

    private FakeTimer? TakeDue(long end)
    {
        lock (_gate)
        {
            var due = _timers.Where(t => t.DueAt <= end).MinBy(t => (t.DueAt, t.Order));
            if (due is null) return null;
            MoveTo_NeedsLock(Math.Max(due.DueAt, _monotonic));
            if (due.Period is { } period) due.DueAt += period.Ticks;
            else _timers.Remove(due);
            return due;
        }
    }

    private void MoveTo_NeedsLock(long monotonic)
    {
        if (monotonic <= _monotonic) return;
        _wall += TimeSpan.FromTicks(monotonic - _monotonic);
        _monotonic = monotonic;
    }

    private sealed class FakeTimer(FakeTimeProvider time, Action fire, long order) : ITimer
    {
        private bool _disposed;

        public long Order => order;

        public long DueAt { get; set; }

        public TimeSpan? Period { get; private set; }

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var fireNow = false;
            lock (time._gate)
            {
                if (_disposed) return false;
                time._timers.Remove(this);
                Period = period > TimeSpan.Zero ? period : null;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                DueAt = time._monotonic + dueTime.Ticks + (dueTime == TimeSpan.Zero ? Period?.Ticks ?? 0 : 0);
                fireNow = dueTime == TimeSpan.Zero;
                if (!fireNow || Period is not null) time._timers.Add(this);
            }
            // A due time of zero means at once, and not on a caller that may hold a lock.
            if (fireNow) ThreadPool.UnsafeQueueUserWorkItem(_ => fire(), null);
            return true;
        }

        public void Dispose()
        {
            lock (time._gate)
            {
                _disposed = true;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
