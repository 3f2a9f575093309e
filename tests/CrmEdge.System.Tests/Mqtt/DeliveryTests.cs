using System.Text;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;
using CrmEdge.Mqtt.Packets;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

public sealed class DeliveryTests : IDisposable
{
    private readonly TestLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_message_counts_as_delivered_when_the_device_acknowledges(MqttVersion version)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await listener.ConnectAsync("meter", version);
        Assert.Equal([MqttReasonCode.GrantedQos1], await device.SubscribeAsync([new("down/meter/+")], Ct));
        var delivering = listener.Listener.DeliverAsync("meter", new("down/meter/reboot", "now"u8.ToArray()), Ct);
        var received = await device.Messages.ReadAsync(Ct).AsTask().InTimeAsync();
        Assert.Equal(
            ("down/meter/reboot", "now"), (received.Message.Topic, Encoding.UTF8.GetString(received.Message.Payload.Span)));
        Assert.False(delivering.IsCompleted);
        device.Ack(received.PacketId);
        Assert.Equal(MqttDelivery.Acknowledged, await delivering.InTimeAsync());
    }

    [Fact]
    public async Task A_message_goes_nowhere_without_a_session_or_a_subscription()
    {
        await using var listener = new TestListener(_logs);
        Assert.Equal(MqttDelivery.NotConnected, await listener.Listener.DeliverAsync("meter", new("down/meter/x", default), Ct));
        await using var device = await SubscribedAsync(listener);
        Assert.Equal(MqttDelivery.NotSubscribed, await listener.Listener.DeliverAsync("meter", new("down/other/x", default), Ct));
    }

    [Fact]
    public async Task A_device_that_refuses_or_leaves_is_told_apart()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await SubscribedAsync(listener);
        var refused = listener.Listener.DeliverAsync("meter", new("down/meter/x", default), Ct);
        var first = await device.ReadAsync<PublishPacket>();
        await device.SendAsync(new PublishReplyPacket(MqttPacketType.PubAck, first.PacketId, MqttReasonCode.QuotaExceeded));
        Assert.Equal(MqttDelivery.Refused, await refused.InTimeAsync());

        var unknown = listener.Listener.DeliverAsync("meter", new("down/meter/x", default), Ct);
        await device.ReadAsync<PublishPacket>();
        await device.DisposeAsync();
        Assert.Equal(MqttDelivery.Unknown, await unknown.InTimeAsync());
    }

    [Fact]
    public async Task No_more_is_in_flight_than_the_device_takes_and_no_more_waits_than_allowed()
    {
        await using var listener = new TestListener(_logs, o => o.OutboundMessagesMax = 3);
        await using var device = await SubscribedAsync(listener, receiveMaximum: 2);
        var deliveries = Enumerable.Range(0, 6)
            .Select(i => listener.Listener.DeliverAsync("meter", new($"down/meter/{i}", default), Ct)).ToArray();
        Assert.Equal(MqttDelivery.QueueFull, await deliveries[5].InTimeAsync());
        Assert.Equal(MqttDelivery.QueueFull, await listener.Listener.DeliverAsync("meter", new("down/meter/x", default), Ct));
        for (var i = 0; i < 5; i++)
        {
            var publish = await device.ReadAsync<PublishPacket>();
            Assert.Equal($"down/meter/{i}", publish.Message.Topic);
            if (i == 1) await device.HearsNothingAsync();
            if (i >= 1) await AcknowledgeAsync(device, (ushort)(publish.PacketId - 1));
        }

        await Task.WhenAll(deliveries[..4]).InTimeAsync();
        Assert.False(deliveries[4].IsCompleted);
    }

    [Fact]
    public async Task A_message_larger_than_the_device_takes_is_not_sent()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await SubscribedAsync(listener, packetBytesMax: 200);
        Assert.Equal(
            MqttDelivery.TooLarge,
            await listener.Listener.DeliverAsync("meter", new("down/meter/x", new byte[300]), Ct).InTimeAsync());
        var delivering = listener.Listener.DeliverAsync("meter", new("down/meter/x", new byte[100]), Ct);
        await AcknowledgeAsync(device, (await device.ReadAsync<PublishPacket>()).PacketId);
        Assert.Equal(MqttDelivery.Acknowledged, await delivering.InTimeAsync());
    }

    [Fact]
    public async Task A_message_that_expires_in_the_queue_is_not_sent_and_the_next_says_what_is_left()
    {
        var time = new FakeTimeProvider();
        await using var listener = new TestListener(_logs, time: time);
        await using var device = await SubscribedAsync(listener, receiveMaximum: 1);
        var deliveries = new uint?[] { null, 5, 20 }.Select(expiry => listener.Listener.DeliverAsync(
            "meter", new("down/meter/x", default) { Properties = new() { MessageExpirySeconds = expiry } }, Ct)).ToArray();
        var first = await device.ReadAsync<PublishPacket>();
        time.Advance(TimeSpan.FromSeconds(7));
        await AcknowledgeAsync(device, first.PacketId);
        var last = await device.ReadAsync<PublishPacket>();
        await AcknowledgeAsync(device, last.PacketId);
        Assert.Equal(13u, last.Message.Properties!.MessageExpirySeconds);
        Assert.Equal(
            [MqttDelivery.Acknowledged, MqttDelivery.Expired, MqttDelivery.Acknowledged],
            await Task.WhenAll(deliveries).InTimeAsync());
    }

    [Fact]
    public async Task Overlapping_subscriptions_deliver_once_at_the_highest_quality_with_every_identifier()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        await device.SendAsync(
            new SubscribePacket(1, [new("down/meter/#", MqttQos.AtMostOnce)], new() { SubscriptionIdentifiers = [4] }),
            new SubscribePacket(2, [new("down/meter/+")], new() { SubscriptionIdentifiers = [9] }));
        await device.ReadAsync<SubscribeReplyPacket>();
        await device.ReadAsync<SubscribeReplyPacket>();
        Assert.Equal(new MqttFanOut(1, 0, 0), listener.Listener.Publish(new("down/meter/x", default) { Retain = true }));
        var publish = await device.ReadAsync<PublishPacket>();
        Assert.Equal((MqttQos.AtLeastOnce, false), (publish.Message.Qos, publish.Message.Retain));
        Assert.Equal([4, 9], publish.Message.Properties!.SubscriptionIdentifiers!.Order());
        await device.HearsNothingAsync();
    }

    [Fact]
    public async Task A_message_to_all_reaches_subscribers_alone_at_their_quality()
    {
        await using var listener = new TestListener(_logs);
        await using var one = await listener.ConnectAsync("one");
        await using var zero = await listener.ConnectAsync("zero", MqttVersion.V311);
        await using var none = await RawPeer.ConnectAsync(listener, "none");
        await one.SubscribeAsync([new("all/#")], Ct);
        await zero.SubscribeAsync([new("all/+/x", MqttQos.AtMostOnce)], Ct);
        Assert.Equal(new MqttFanOut(2, 0, 0), listener.Listener.Publish(new("all/prices/x", default)));
        Assert.Equal(MqttQos.AtLeastOnce, (await one.Messages.ReadAsync(Ct).AsTask().InTimeAsync()).Message.Qos);
        Assert.Equal(MqttQos.AtMostOnce, (await zero.Messages.ReadAsync(Ct).AsTask().InTimeAsync()).Message.Qos);
        await none.HearsNothingAsync();

        await one.UnsubscribeAsync(["all/#"], Ct);
        await zero.DisposeAsync();
        await Eventually.IsTrueAsync(() => listener.Listener.Find("zero") is null);
        Assert.Equal(default, listener.Listener.Publish(new("all/prices/x", default)));
    }

    [Fact]
    public async Task A_device_whose_queue_overflows_misses_telemetry_but_never_a_message_unaware()
    {
        await using var listener = new TestListener(_logs, o => o.OutboundMessagesMax = 2);
        await using var device = await SubscribedAsync(listener, receiveMaximum: 1);
        for (var i = 0; i < 3; i++) Assert.Equal(1, listener.Listener.Publish(new("down/meter/x", default)).Queued);
        Assert.Equal(new MqttFanOut(0, 1, 0), listener.Listener.Publish(new("down/meter/x", default, MqttQos.AtMostOnce)));
        Assert.Equal(new MqttFanOut(0, 0, 1), listener.Listener.Publish(new("down/meter/x", default)));
        await device.ReadAsync<PublishPacket>();
        await device.EndsAsync(MqttReasonCode.QuotaExceeded);
    }

    [Fact]
    public async Task A_device_that_reads_nothing_is_cut_off_and_its_neighbour_feels_nothing()
    {
        var time = new FakeTimeProvider();
        await using var listener = new TestListener(_logs, o => o.OutboundMessagesMax = 8, time);
        await using var slow = await SubscribedAsync(listener, receiveBufferBytes: 4096);
        await using var quick = await RawPeer.ConnectAsync(listener, "quick");
        var deliveries = new List<Task<MqttDelivery>>();
        var armed = time.ArmedTimers;
        while (!deliveries.Any(d => d is { IsCompleted: true, Result: MqttDelivery.QueueFull }))
        {
            var bulk = new MqttMessage("down/meter/x", new byte[60_000], MqttQos.AtMostOnce);
            deliveries.Add(listener.Listener.DeliverAsync("meter", bulk, Ct));
            await quick.HearsNothingAsync();
        }

        await time.TimersArmedAsync(armed + 1);
        time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.IsTrueAsync(() => listener.Listener.Find("meter") is null);
        Assert.Contains("meter ended QuotaExceeded", listener.Devices.Events);
        Assert.Contains(MqttDelivery.NotConnected, await Task.WhenAll(deliveries).InTimeAsync());
        await quick.HearsNothingAsync();
    }

    [Fact]
    public async Task A_device_that_asks_without_reading_the_answers_is_cut_off()
    {
        await using var listener = new TestListener(_logs, o => o.OutboundBytesMax = 4096);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", receiveBufferBytes: 4096);
        var pings = string.Concat(Enumerable.Repeat("C000", 50_000));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            for (var i = 0; i < 10_000; i++) await device.SendHexAsync(pings);
        }).InTimeAsync();
        Assert.Contains("meter ended QuotaExceeded", listener.Devices.Events);
    }

    private static async Task<RawPeer> SubscribedAsync(
        TestListener listener, ushort? receiveMaximum = null, uint? packetBytesMax = null, int receiveBufferBytes = 0)
    {
        var properties = new MqttProperties { ReceiveMaximum = receiveMaximum, MaximumPacketBytes = packetBytesMax };
        var device = await RawPeer.ConnectAsync(
            listener, "meter", change: c => c with { Properties = properties }, receiveBufferBytes: receiveBufferBytes);
        await device.SendAsync(new SubscribePacket(1, [new("down/meter/#")]));
        await device.ReadAsync<SubscribeReplyPacket>();
        return device;
    }

    private static Task AcknowledgeAsync(RawPeer device, ushort id) =>
        device.SendAsync(new PublishReplyPacket(MqttPacketType.PubAck, id));
}
