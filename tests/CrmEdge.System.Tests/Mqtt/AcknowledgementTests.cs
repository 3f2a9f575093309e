using System.Text;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;
using CrmEdge.Mqtt.Packets;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

public sealed class AcknowledgementTests : IDisposable
{
    private readonly TestLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task No_acknowledgement_leaves_before_the_application_says_so(MqttVersion version)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", version);
        await device.PublishAsync("up/meter/kwh", 7, "12.5");
        var inbound = await listener.NextAsync();
        await device.HearsNothingAsync();

        inbound.Accept();
        inbound.Accept();
        var ack = await device.ReadAsync<PublishReplyPacket>();
        Assert.Equal((MqttPacketType.PubAck, (ushort)7, MqttReasonCode.Success), (ack.Type, ack.PacketId, ack.Reason));
        await device.HearsNothingAsync();
        Assert.Equal(
            ("meter", "up/meter/kwh", "12.5", MqttQos.AtLeastOnce, (ushort)7),
            (inbound.Session.Device.Name, inbound.Message.Topic, Encoding.UTF8.GetString(inbound.Message.Payload.Span),
                inbound.Message.Qos, inbound.PacketId));
    }

    [Fact]
    public async Task Acknowledgements_leave_in_the_order_of_the_publishes()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter");
        for (ushort id = 1; id <= 5; id++) await device.PublishAsync("up/meter/kwh", id);
        var inbound = new List<MqttInbound>();
        for (var i = 0; i < 5; i++) inbound.Add(await listener.NextAsync());

        inbound[4].Accept();
        inbound[1].Refuse(MqttReasonCode.PayloadFormatInvalid, "not a number");
        inbound[3].Accept(MqttReasonCode.NoMatchingSubscribers);
        await device.HearsNothingAsync();
        inbound[0].Accept();
        Assert.Equal((1, MqttReasonCode.Success), await AckAsync(device));
        Assert.Equal((2, MqttReasonCode.PayloadFormatInvalid), await AckAsync(device));
        await device.HearsNothingAsync();
        inbound[2].Accept();
        Assert.Equal((3, MqttReasonCode.Success), await AckAsync(device));
        Assert.Equal((4, MqttReasonCode.NoMatchingSubscribers), await AckAsync(device));
        Assert.Equal((5, MqttReasonCode.Success), await AckAsync(device));
    }

    [Fact]
    public async Task A_batch_from_many_devices_is_accepted_in_one_call()
    {
        const int Devices = 20;
        const int Each = 25;
        await using var listener = new TestListener(_logs);
        var clients = await Task.WhenAll(Enumerable.Range(0, Devices).Select(i => listener.ConnectAsync($"meter-{i}")));
        var publishing = clients.SelectMany(c => Enumerable.Range(0, Each)
            .Select(i => c.PublishAsync(new($"up/{c.ClientId}/kwh", BitConverter.GetBytes(i)), Ct))).ToArray();
        var batch = new List<MqttInbound>();
        while (batch.Count < Devices * Each) batch.Add(await listener.NextAsync());
        Assert.DoesNotContain(publishing, p => p.IsCompleted);

        MqttInbound.AcceptAll([.. batch]);
        Assert.All(await Task.WhenAll(publishing).InTimeAsync(), reason => Assert.Equal(MqttReasonCode.Success, reason));
        foreach (var own in batch.GroupBy(m => m.Session.ClientId))
            Assert.Equal(Enumerable.Range(0, Each), own.Select(m => BitConverter.ToInt32(m.Message.Payload.Span)));
        foreach (var client in clients) await client.DisposeAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_failure_ends_the_connection_and_acknowledges_nothing_after_it(MqttVersion version)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", version);
        await device.PublishAsync("up/meter/kwh", 1);
        await device.PublishAsync("up/meter/kwh", 2);
        var first = await listener.NextAsync();
        var second = await listener.NextAsync();
        second.Fail("the disk is full; free some space");
        first.Accept();
        await device.EndsAsync(MqttReasonCode.ImplementationSpecificError);
    }

    [Fact]
    public async Task A_refusal_ends_a_3_1_1_connection_because_it_cannot_be_told()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", MqttVersion.V311);
        await device.PublishAsync("up/meter/kwh", 1);
        (await listener.NextAsync()).Refuse(MqttReasonCode.QuotaExceeded, "no credit");
        await device.EndsSilentlyAsync();
    }

    [Fact]
    public async Task A_3_1_1_repeat_before_the_acknowledgement_is_one_message_with_one_acknowledgement()
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", MqttVersion.V311);
        await device.PublishAsync("up/meter/kwh", 1, "a");
        await device.PublishAsync("up/meter/kwh", 1, "a", duplicate: true);
        await device.PublishAsync("up/meter/kwh", 2, "b");
        var first = await listener.NextAsync();
        var second = await listener.NextAsync();
        Assert.Equal((1, 2), (first.PacketId, second.PacketId));
        MqttInbound.AcceptAll([first, second]);
        Assert.Equal(1, (await AckAsync(device)).Id);
        Assert.Equal(2, (await AckAsync(device)).Id);
        await device.HearsNothingAsync();
    }

    [Fact]
    public async Task A_3_1_1_device_past_the_receive_maximum_is_read_no_further_until_acknowledged()
    {
        await using var listener = new TestListener(_logs, o => o.ReceiveMaximum = 2);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", MqttVersion.V311);
        for (ushort id = 1; id <= 5; id++) await device.PublishAsync("up/meter/kwh", id);
        var first = await listener.NextAsync();
        var second = await listener.NextAsync();
        Assert.False(listener.Listener.Inbound.TryRead(out _));
        second.Accept();
        Assert.False(listener.Listener.Inbound.TryRead(out _));
        first.Accept();
        for (var i = 3; i <= 5; i++) (await listener.NextAsync()).Accept();
        for (var id = 1; id <= 5; id++) Assert.Equal(id, (await AckAsync(device)).Id);
    }

    [Fact]
    public async Task A_full_application_slows_the_devices_and_loses_nothing()
    {
        const int Messages = 200;
        await using var listener = new TestListener(_logs, o => o.InboundMessagesMax = 4);
        await using var client = await listener.ConnectAsync("meter");
        var sending = Task.WhenAll(Enumerable.Range(0, Messages)
            .Select(i => new MqttMessage("up/meter/kwh", BitConverter.GetBytes(i), i % 3 == 0 ? 0 : MqttQos.AtLeastOnce))
            .Select(message => client.PublishAsync(message, Ct)));
        for (var i = 0; i < Messages; i++)
        {
            var inbound = await listener.NextAsync();
            Assert.Equal(i, BitConverter.ToInt32(inbound.Message.Payload.Span));
            inbound.Accept();
        }

        await sending.InTimeAsync();
    }

    private static async Task<(int Id, MqttReasonCode Reason)> AckAsync(RawPeer device)
    {
        var ack = await device.ReadAsync<PublishReplyPacket>();
        Assert.Equal(MqttPacketType.PubAck, ack.Type);
        return (ack.PacketId, ack.Reason);
    }
}
