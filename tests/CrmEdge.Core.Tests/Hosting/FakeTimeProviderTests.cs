using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Core.Tests.Hosting;

public sealed class FakeTimeProviderTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Advancing_moves_wall_and_timestamp_together()
    {
        var (wall, mark) = (_time.GetUtcNow(), _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal(wall.AddSeconds(90), _time.GetUtcNow());
        Assert.Equal(TimeSpan.FromSeconds(90), _time.GetElapsedTime(mark));
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(7200)]
    public void A_wall_step_passes_no_time_and_fires_nothing(int seconds)
    {
        var (wall, mark, fired) = (_time.GetUtcNow(), _time.GetTimestamp(), false);
        using var timer = _time.CreateTimer(_ => fired = true, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.StepWall(TimeSpan.FromSeconds(seconds));
        Assert.Equal(wall.AddSeconds(seconds), _time.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(mark));
        Assert.False(fired);
    }

    [Fact]
    public void Timers_fire_in_due_order_and_each_sees_its_own_due_time()
    {
        var (start, seen) = (_time.GetUtcNow(), new List<string>());
        ITimer Arm(string name, int due, int period) => _time.CreateTimer(
            _ => seen.Add($"{name}@{(_time.GetUtcNow() - start).TotalSeconds}"), null,
            TimeSpan.FromSeconds(due), period == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(period));

        using var late = Arm("late", 5, 0);
        using var tick = Arm("tick", 2, 2);
        using var same = Arm("same", 4, 0);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["tick@2", "tick@4", "same@4", "late@5", "tick@6"], seen);
        Assert.Equal(1, _time.ArmedTimers);
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_passed_and_not_before()
    {
        var delay = Task.Delay(TimeSpan.FromMinutes(30), _time, TestContext.Current.CancellationToken);
        await _time.TimersArmedAsync();
        _time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);
        _time.Advance(TimeSpan.FromTicks(1));
        await delay.InTimeAsync();
    }

    [Fact]
    public async Task A_time_out_cancels_and_a_disposed_one_never_does()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromSeconds(3), _time);
        using (new CancellationTokenSource(TimeSpan.FromSeconds(1), _time)) Assert.Equal(2, _time.ArmedTimers);
        Assert.Equal(1, _time.ArmedTimers);
        _time.Advance(TimeSpan.FromSeconds(3));
        await Eventually.IsTrueAsync(() => cut.IsCancellationRequested);
    }

    [Fact]
    public void A_callback_may_arm_again_and_fires_within_the_same_advance()
    {
        var count = 0;
        ITimer? timer = null;
        timer = _time.CreateTimer(_ => { if (++count < 3) timer!.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan); },
            null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, count);
        timer.Dispose();
    }
}
