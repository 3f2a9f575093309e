using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Flow;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

public sealed class WindowTests
{
    [Fact]
    public void Acknowledgements_leave_in_the_order_the_publishes_came() => Check.One(
        Properties.Of(300),
        Prop.ForAll(Properties.Seeds, seed =>
        {
            var random = new Random(seed);
            var ids = Enumerable.Range(1, 40).Select(i => (ushort)i).ToArray();
            random.Shuffle(ids);
            var window = new AckWindow();
            var (waiting, released) = (new List<ushort>(), new List<ushort>());
            var next = 0;
            while (released.Count < ids.Length)
            {
                if (next < ids.Length && random.Next(2) == 0)
                {
                    Assert.True(window.TryAdd(ids[next]));
                    waiting.Add(ids[next++]);
                }
                else if (waiting.Count > 0)
                {
                    var done = waiting[random.Next(waiting.Count)];
                    waiting.Remove(done);
                    Assert.True(window.Complete(done, MqttReasonCode.Success));
                }

                while (window.TryRelease(out var id, out _)) released.Add(id);
            }

            Assert.Equal(ids, released);
            Assert.Equal(0, window.Count);
        }));

    [Fact]
    public void An_id_names_one_message_until_it_is_released()
    {
        var window = new AckWindow();
        Assert.True(window.TryAdd(1));
        Assert.True(window.TryAdd(2));
        Assert.False(window.TryAdd(1));
        Assert.False(window.Complete(3, MqttReasonCode.Success));
        Assert.True(window.Complete(2, MqttReasonCode.QuotaExceeded));
        Assert.False(window.Complete(2, MqttReasonCode.Success));
        Assert.False(window.TryRelease(out _, out _));
        Assert.True(window.Complete(1, MqttReasonCode.Success));
        Assert.True(window.TryRelease(out var first, out _));
        Assert.True(window.TryRelease(out var second, out var reason));
        Assert.Equal((1, 2, MqttReasonCode.QuotaExceeded), (first, second, reason));
        Assert.True(window.TryAdd(1));
    }

    [Fact]
    public void A_publish_needs_quota_and_a_subscribe_does_not()
    {
        var window = new SendWindow<string>(2);
        Assert.True(window.TryTake("p", out var first));
        Assert.True(window.TryTake("q", out _));
        Assert.False(window.TryTake("r", out _));
        Assert.True(window.TryTakeFree("s", out var free));
        Assert.True(window.TryFinish(free, out _));
        Assert.False(window.HasQuota);
        Assert.True(window.TryFinish(first, out var state));
        Assert.Equal("p", state);
        Assert.False(window.TryFinish(first, out _));
        Assert.True(window.TryTake("r", out _));
        Assert.Equal(["q", "r"], window.Drain().Order());
        Assert.Equal(0, window.Count);
    }

    [Fact]
    public void Packet_ids_go_round_past_those_in_use_and_never_are_0()
    {
        var window = new SendWindow<int>(ushort.MaxValue);
        Assert.True(window.TryTake(0, out var kept));
        for (var i = 0; i < 2 * ushort.MaxValue; i++)
        {
            Assert.True(window.TryTake(i, out var id));
            Assert.NotEqual(0, id);
            Assert.NotEqual(kept, id);
            Assert.True(window.TryFinish(id, out _));
        }

        for (var i = 1; i < ushort.MaxValue; i++) Assert.True(window.TryTakeFree(i, out _));
        Assert.False(window.TryTakeFree(0, out _));
    }
}
