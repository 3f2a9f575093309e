using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Packets;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

public sealed class SessionRuleTests : IDisposable
{
    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData("36 08 0005 75702F612F 0001", 0x81)]                                  // QoS 3
    [InlineData("32 0E 00FF 75702F6D657465722F6B 0000", 0x81)]                     // cut
    [InlineData("10 0D 0004 4D515454 05 02 0000 00 0000", 0x82)]                      // second CONNECT
    [InlineData("20 03 00 00 00", 0x82)]                                              // CONNACK from a device
    [InlineData("F0 00", 0x82)]                                                       // AUTH without a method
    [InlineData("62 02 0001", 0x82)]                                                  // PUBREL without QoS 2
    [InlineData("34 0F 000A 75702F6D657465722F6B 0001 00", 0x9B)]                     // QoS 2
    [InlineData("31 0D 000A 75702F6D657465722F6B 00", 0x9A)]                          // retained
    [InlineData("30 10 000A 75702F6D657465722F6B 03 23 0001", 0x94)]                  // topic alias
    [InlineData("30 0F 000A 75702F6D657465722F6B 02 0B 01", 0x82)]                    // subscription identifier from a device
    [InlineData("30 09 0006 75702F78 2F79 00", 0x87)]                                 // QoS 0 to a topic not its own
    [InlineData("30 FF FF FF 7F", 0x95)]                                              // too large
    public async Task A_v5_device_that_breaks_a_rule_is_told_which(string hex, byte reason)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        await device.SendHexAsync(hex);
        await device.EndsAsync((MqttReasonCode)reason);
        Assert.False(listener.Listener.Inbound.TryRead(out _));
    }

    [Theory]
    [InlineData("36 08 0005 75702F612F 0001")]                                        // QoS 3
    [InlineData("34 0E 000A 75702F6D657465722F6B 0001")]                              // QoS 2
    [InlineData("32 0A 0006 75702F782F79 0001")]                                      // QoS 1 to a topic not its own
    [InlineData("30 08 0006 75702F782F79")]                                           // QoS 0 to a topic not its own
    [InlineData("30 FF FF FF 7F")]                                                    // too large
    public async Task A_3_1_1_device_that_breaks_a_rule_loses_its_connection_and_is_acknowledged_nothing(string hex)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", MqttVersion.V311);
        await device.SendHexAsync(hex);
        await device.EndsSilentlyAsync();
        Assert.False(listener.Listener.Inbound.TryRead(out _));
    }

    [Fact]
    public async Task A_retained_message_of_a_3_1_1_device_is_taken()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", MqttVersion.V311);
        await device.SendAsync(new PublishPacket(new("up/meter/k", default) { Retain = true }, 1));
        Assert.True((await listener.NextAsync()).Message.Retain);
    }

    [Fact]
    public async Task A_v5_publish_to_another_devices_topic_is_refused_by_name_and_the_session_goes_on()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        await device.PublishAsync("up/other/kwh", 1);
        await device.PublishAsync("up/meter/kwh", 2);
        Assert.Equal(MqttReasonCode.NotAuthorized, (await device.ReadAsync<PublishReplyPacket>()).Reason);
        var inbound = await listener.NextAsync();
        Assert.Equal(2, inbound.PacketId);
        inbound.Accept();
        Assert.Equal(MqttReasonCode.Success, (await device.ReadAsync<PublishReplyPacket>()).Reason);
    }

    [Fact]
    public async Task A_v5_device_past_the_receive_maximum_is_cut_off()
    {
        await using var listener = new TestListener(_logs, o => o.ReceiveMaximum = 2);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        for (ushort id = 1; id <= 3; id++) await device.PublishAsync("up/meter/kwh", id);
        await device.EndsAsync(MqttReasonCode.ReceiveMaximumExceeded);
    }

    [Fact]
    public async Task A_v5_device_that_uses_an_unacknowledged_id_again_is_cut_off()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        await device.PublishAsync("up/meter/kwh", 1);
        await device.PublishAsync("up/meter/kwh", 1);
        await device.EndsAsync(MqttReasonCode.ProtocolError);
    }

    [Theory]
    [InlineData(MqttVersion.V5, "down/meter/#", 2, 0x01)]
    [InlineData(MqttVersion.V5, "down/meter/x", 0, 0x00)]
    [InlineData(MqttVersion.V5, "down/other/#", 1, 0x87)]
    [InlineData(MqttVersion.V5, "#", 1, 0x87)]
    [InlineData(MqttVersion.V5, "$share/g/down/meter/#", 1, 0x9E)]
    [InlineData(MqttVersion.V5, "down/meter////////////////////////////////////////", 1, 0x8F)]
    [InlineData(MqttVersion.V311, "down/meter/#", 2, 0x01)]
    [InlineData(MqttVersion.V311, "down/other/#", 1, 0x80)]
    [InlineData(MqttVersion.V311, "$share/g/down/meter/#", 1, 0x80)]
    public async Task A_subscription_is_granted_or_refused_by_name(MqttVersion version, string filter, byte qos, byte reason)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", version);
        await device.SendAsync(new SubscribePacket(3, [new(filter, (MqttQos)qos)]));
        var reply = await device.ReadAsync<SubscribeReplyPacket>();
        Assert.Equal((ushort)3, reply.PacketId);
        Assert.Equal([(MqttReasonCode)reason], reply.Reasons);
    }

    [Fact]
    public async Task Filters_are_bounded_and_can_be_given_back()
    {
        await using var listener = new TestListener(_logs, o => o.SubscriptionsMax = 2);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        await device.SendAsync(
            new SubscribePacket(1, [new("down/meter/a"), new("down/meter/b"), new("down/meter/a"), new("down/meter/c")]));
        Assert.Equal(
            [MqttReasonCode.GrantedQos1, MqttReasonCode.GrantedQos1, MqttReasonCode.GrantedQos1, MqttReasonCode.QuotaExceeded],
            (await device.ReadAsync<SubscribeReplyPacket>()).Reasons);
        await device.SendAsync(new UnsubscribePacket(2, ["down/meter/a", "down/meter/x"]));
        Assert.Equal(
            [MqttReasonCode.Success, MqttReasonCode.NoSubscriptionExisted],
            (await device.ReadAsync<SubscribeReplyPacket>()).Reasons);
        await device.SendAsync(new SubscribePacket(3, [new("down/meter/c")]));
        Assert.Equal([MqttReasonCode.GrantedQos1], (await device.ReadAsync<SubscribeReplyPacket>()).Reasons);
    }

    [Fact]
    public async Task A_device_refused_over_and_over_does_not_flood_the_log()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        for (ushort id = 1; id <= 100; id++)
        {
            await device.PublishAsync("up/other/\ninjected", id);
            Assert.Equal(MqttReasonCode.NotAuthorized, (await device.ReadAsync<PublishReplyPacket>()).Reason);
        }

        Assert.Equal(10, _logs.Count(1112));
        Assert.DoesNotContain(_logs.Entries, e => e.Message.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public Task Junk_of_any_kind_ends_its_own_connection_and_no_other() => Soak.SeededAsync(20_260_302, async random =>
    {
        await using var listener = new TestListener(_logs);
        await using var good = await RawPeer.ConnectAsync(listener, "meter");
        for (var i = 0; i < Soak.Rounds(suite: 60, full: 2_000); i++)
        {
            var junk = new byte[random.Next(1, 200)];
            random.NextBytes(junk);
            var version = i % 2 == 0 ? MqttVersion.V5 : MqttVersion.V311;
            await using var bad = i % 3 == 0
                ? RawPeer.Open(listener, version)
                : await RawPeer.ConnectAsync(listener, $"junk-{i}", version);
            await bad.SendHexAsync(Convert.ToHexString(junk));
        }

        await Eventually.EqualAsync(1, () => listener.Listener.Sessions.Count);
        await good.HearsNothingAsync();
    });
}
