using CrmEdge.Edge.Core.Sync;
using CrmEdge.Kernel;
using Xunit;

namespace CrmEdge.Core.Tests.Sync;

public sealed class SendWindowTests
{
    [Theory]
    [InlineData(10, 10, 5, 5)]    // nothing under way: the whole credit
    [InlineData(10, 13, 5, 2)]
    [InlineData(10, 15, 5, 0)]    // used up
    [InlineData(10, 900, 5, 0)]   // a gap went beyond it
    [InlineData(10, 10, 0, 0)]    // held back
    public void Room_is_the_credit_less_what_is_under_way(long watermark, long sent, int credit, int room) =>
        Assert.Equal(room, new SendWindow(watermark, sent, credit).Room);

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(12, true)]
    [InlineData(13, false)]
    public void A_confirmation_lies_between_the_watermark_and_what_was_sent(long watermark, bool good) =>
        Assert.Equal(good, new SendWindow(10, 12, 5).AfterAck(watermark, 5) is not null);

    [Fact]
    public void Nothing_is_sent_twice_or_without_room()
    {
        Assert.Throws<InvariantViolatedException>(() => SendWindow.At(10, 5).AfterSending(10));
        Assert.Throws<InvariantViolatedException>(() => SendWindow.At(10, 0).AfterSending(11));
    }
}
