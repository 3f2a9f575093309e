namespace Grpc.Runtime.Wire;

/// <summary>Runs a callback once when a budget of monotonic time is used up, never early.</summary>
internal sealed class DeadlineTimer : IDisposable
{
    // Timers take a little under 50 days; longer budgets are waited for in steps.
    private static readonly TimeSpan StepMax = TimeSpan.FromDays(24);
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly TimeSpan _budget;
    private readonly Action<object> _expired;
    private readonly object _state;
    private readonly ITimer _timer;
    private int _fired;

    public DeadlineTimer(TimeProvider time, TimeSpan budget, Action<object> expired, object state)
    {
        (_time, _budget, _expired, _state) = (time, budget, expired, state);
        _started = time.GetTimestamp();
        _timer = time.CreateTimer(
            static timer => ((DeadlineTimer)timer!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Arm(budget);
    }

    public TimeSpan Left => _budget - _time.GetElapsedTime(_started);

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var left = Left;
        if (left > TimeSpan.Zero) Arm(left);
        else if (Interlocked.Exchange(ref _fired, 1) == 0) _expired(_state);
    }

    // Rounded up to whole milliseconds, which is what timers count in.
    private void Arm(TimeSpan left) => _timer.Change(
        left >= StepMax ? StepMax : TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
}
