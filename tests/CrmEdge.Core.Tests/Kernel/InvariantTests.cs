using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Kernel;

public sealed class InvariantTests
{
    [Fact]
    public void What_holds_passes() => Invariant.Holds(1 + 1 == 2);

    [Fact]
    public void What_does_not_hold_says_what_as_written()
    {
        var two = 2;
        Assert.Equal("two == 3", Assert.Throws<InvariantViolatedException>(() => Invariant.Holds(two == 3)).What);
    }

    [Fact]
    public void A_null_where_none_may_be_is_named()
    {
        string? missing = null;
        Assert.Equal("missing is null", Assert.Throws<InvariantViolatedException>(() => Invariant.NotNull(missing)).What);
        Assert.Equal("here", Invariant.NotNull("here"));
    }
}
