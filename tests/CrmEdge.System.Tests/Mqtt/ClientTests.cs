using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Client;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>Our client against our listener: what a broker cannot be made to do.</summary>
public sealed class ClientTests : IDisposable
{
    private readonly TestLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task It_sends_no_more_than_the_server_takes_unacknowledged()
    {
        const int Messages = 50;
        await using var listener = new TestListener(_logs, o => o.ReceiveMaximum = 3);
        await using var client = await listener.ConnectAsync("meter");
        var publishing = Enumerable.Range(0, Messages)
            .Select(i => client.PublishAsync(new("up/meter/kwh", new[] { (byte)i }), Ct)).ToArray();
        for (var i = 0; i < Messages; i++)
        {
            var inbound = await listener.NextAsync();
            Assert.Equal(i, inbound.Message.Payload.Span[0]);
            inbound.Accept();
        }

        await Task.WhenAll(publishing).InTimeAsync();
    }

    [Fact]
    public async Task When_the_connection_is_lost_every_waiting_call_hears_it()
    {
        await using var listener = new TestListener(_logs, o => o.ReceiveMaximum = 2);
        await using var client = await listener.ConnectAsync("meter");
        var publishing = Enumerable.Range(0, 10).Select(_ => client.PublishAsync(new("up/meter/kwh", default), Ct)).ToArray();
        (await listener.NextAsync()).Fail("the disk is full; free some space");
        var losses = await Task.WhenAll(publishing.Select(p => Assert.ThrowsAsync<MqttException>(() => p.InTimeAsync())));
        Assert.All(losses, loss => Assert.Equal(
            (MqttReasonCode.ImplementationSpecificError, true), (loss.Reason, loss.MayRetry)));
        Assert.Same(losses[0], await Assert.ThrowsAsync<MqttException>(() => client.Messages.Completion.InTimeAsync()));
        client.Ack(1);
    }

    [Theory]
    [InlineData(MqttReasonCode.AdministrativeAction, false)]
    [InlineData(MqttReasonCode.ServerShuttingDown, true)]
    public async Task What_the_server_says_at_the_end_tells_whether_to_come_back(MqttReasonCode reason, bool mayRetry)
    {
        await using var listener = new TestListener(_logs);
        await using var client = await listener.ConnectAsync("meter");
        listener.Listener.Disconnect("meter", reason, "because");
        var loss = await Assert.ThrowsAsync<MqttException>(() => client.Messages.Completion.InTimeAsync());
        Assert.Equal((reason, mayRetry), (loss.Reason, loss.MayRetry));
    }

    [Fact]
    public async Task What_the_server_does_not_take_is_not_sent()
    {
        await using var listener = new TestListener(_logs, o => (o.PacketBytesMax, o.ReceiveMaximum) = (200, 1));
        await using var client = await listener.ConnectAsync("meter");
        for (var i = 0; i < 3; i++)
        {
            var tooLarge = await Assert.ThrowsAsync<MqttException>(
                () => client.PublishAsync(new("up/meter/kwh", new byte[200]), Ct));
            Assert.Equal((MqttReasonCode.PacketTooLarge, false), (tooLarge.Reason, tooLarge.MayRetry));
        }

        var retained = await Assert.ThrowsAsync<MqttException>(
            () => client.PublishAsync(new("up/meter/kwh", default) { Retain = true }, Ct));
        Assert.Equal(MqttReasonCode.RetainNotSupported, retained.Reason);
        await Assert.ThrowsAsync<ArgumentException>(() => client.PublishAsync(new("up/+", default), Ct));
        await Assert.ThrowsAsync<ArgumentException>(
            () => client.PublishAsync(new("up/meter/kwh", default, MqttQos.ExactlyOnce), Ct));

        var fits = client.PublishAsync(new("up/meter/kwh", new byte[100]), Ct);
        (await listener.NextAsync()).Accept();
        Assert.Equal(MqttReasonCode.Success, await fits.InTimeAsync());
    }

    [Fact]
    public async Task A_goodbye_completes_the_messages_and_ends_every_later_call()
    {
        await using var listener = new TestListener(_logs);
        var client = await listener.ConnectAsync("meter");
        await client.DisconnectAsync().InTimeAsync();
        await client.Messages.Completion.InTimeAsync();
        await Assert.ThrowsAsync<MqttException>(() => client.PublishAsync(new("up/meter/kwh", default), Ct));
        await client.DisposeAsync();
        await Eventually.IsTrueAsync(() => listener.Devices.Events.Contains("meter ended Success"));
    }

    [Fact]
    public async Task It_keeps_a_quiet_session_alive()
    {
        var time = new FakeTimeProvider();
        await using var listener = new TestListener(_logs, time: time);
        var options = listener.ClientOptions("meter");
        options.KeepAlive = TimeSpan.FromSeconds(10);
        await using var client = await MqttClient.ConnectAsync(options, time, Ct).InTimeAsync();
        var session = await listener.SessionAsync("meter");
        await time.TimersArmedAsync(2);
        for (var i = 0; i < 10; i++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            var now = time.GetTimestamp();
            await Eventually.IsTrueAsync("an answered ping", () => client.LastHeard >= now);
        }

        Assert.Same(session, listener.Listener.Find("meter"));
    }
}
