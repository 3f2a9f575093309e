using Grpc.Runtime.Wire;
using Xunit;

namespace CrmEdge.SystemTests.Rpc.Wire;

public sealed class DeadlineTimerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(60_000)]
    [InlineData(100L * 24 * 3600 * 1000)]
    public void It_fires_once_and_not_a_moment_early(long milliseconds)
    {
        var time = new ManualTime();
        var budget = TimeSpan.FromMilliseconds(milliseconds);
        var fired = 0;
        using var timer = new DeadlineTimer(time, budget, _ => fired++, this);
        time.StepWall(budget * 2);
        for (var step = 0; step < 4; step++) time.Advance(budget / 4 - TimeSpan.FromTicks(1));
        Assert.Equal(0, fired);
        Assert.Equal(TimeSpan.FromTicks(4), timer.Left);
        time.Advance(TimeSpan.FromMilliseconds(1));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_disposed_timer_is_silent()
    {
        var time = new ManualTime();
        var fired = 0;
        new DeadlineTimer(time, TimeSpan.FromSeconds(1), _ => fired++, this).Dispose();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0, fired);
    }
}
