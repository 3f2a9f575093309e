using CrmEdge.Kernel;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class DeadlineTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_is_left_shrinks_to_zero_and_stays_there()
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(10), _time);
        Assert.Equal((TimeSpan.FromSeconds(10), false), (deadline.Left, deadline.Passed));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal((TimeSpan.FromSeconds(6), false), (deadline.Left, deadline.Passed));

        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((TimeSpan.Zero, true), (deadline.Left, deadline.Passed));

        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((TimeSpan.Zero, true), (deadline.Left, deadline.Passed));
    }

    [Theory]
    [InlineData(48)]
    [InlineData(-48)]
    public void A_step_of_the_wall_clock_changes_nothing(int hours)
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(10), _time);
        _time.StepWall(TimeSpan.FromHours(hours));
        Assert.Equal(TimeSpan.FromSeconds(10), deadline.Left);
    }

    [Fact]
    public void A_deadline_needs_a_clock() => Assert.Throws<ArgumentNullException>(() => Deadline.After(TimeSpan.Zero, null!));
}
