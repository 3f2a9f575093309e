using System.Runtime.Versioning;
using System.Text;
using CrmEdge.Hosting;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Client;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>Our client against a mosquitto broker.</summary>
[SupportedOSPlatform("linux")]
public sealed class BrokerTests : IAsyncLifetime
{
    private readonly FreePort _port = FreePort.Take();
    private readonly TempFolder _folder = new();
    private TestProcess _broker = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var passwords = _folder["passwords"];
        var made = await TestProcess.RunAsync(
            new ProcessPlan("/usr/bin/mosquitto_passwd", "-b", "-c", passwords, "bridge", "secret"));
        Assert.Equal(0, await made.Exited);
        File.SetUnixFileMode(passwords, UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        await File.WriteAllTextAsync(_folder["acl"], "user bridge\ntopic readwrite open/#\n", Ct);
        await File.WriteAllTextAsync(
            _folder["mosquitto.conf"],
            $"listener {_port} 127.0.0.1\nallow_anonymous false\npassword_file {passwords}\nacl_file {_folder["acl"]}\n", Ct);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
        _port.Dispose();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task Messages_go_out_and_come_back_in_order(MqttVersion version)
    {
        const int Messages = 500;
        await using var client = await ConnectAsync(version);
        Assert.Equal([MqttReasonCode.GrantedQos1], await client.SubscribeAsync([new("open/#")], Ct).InTimeAsync());
        var publishing = Enumerable.Range(0, Messages)
            .Select(i => client.PublishAsync(new($"open/{i % 7}", Encoding.UTF8.GetBytes($"{i}")), Ct)).ToArray();
        for (var i = 0; i < Messages; i++)
        {
            var received = await client.Messages.ReadAsync(Ct).AsTask().InTimeAsync();
            Assert.Equal($"{i}", Encoding.UTF8.GetString(received.Message.Payload.Span));
            client.Ack(received.PacketId);
        }

        Assert.All(await Task.WhenAll(publishing).InTimeAsync(), reason => Assert.Equal(MqttReasonCode.Success, reason));
        Assert.Equal(
            version == MqttVersion.V5 ? [MqttReasonCode.Success] : [],
            await client.UnsubscribeAsync(["open/#"], Ct).InTimeAsync());
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task What_was_not_acknowledged_comes_again_in_the_resumed_session(MqttVersion version)
    {
        const int Messages = 10;
        await using (var first = await ConnectAsync(version, clean: false))
        {
            await first.SubscribeAsync([new("open/#")], Ct).InTimeAsync();
            await using var other = await ConnectAsync(version, clientId: "other");
            for (var i = 0; i < Messages; i++) await other.PublishAsync(new("open/x", new[] { (byte)i }), Ct).InTimeAsync();
            var received = new List<MqttReceived>();
            while (received.Count < Messages) received.Add(await first.Messages.ReadAsync(Ct).AsTask().InTimeAsync());
            // Only the first two may be released: the third holds the fourth back.
            first.Ack(received[3].PacketId, received[1].PacketId, received[0].PacketId);
        }

        await using var second = await ConnectAsync(version, clean: false);
        Assert.True(second.SessionPresent);
        for (var i = 2; i < Messages; i++)
        {
            var again = await second.Messages.ReadAsync(Ct).AsTask().InTimeAsync();
            Assert.Equal((i, true), (again.Message.Payload.Span[0], again.Duplicate));
            second.Ack(again.PacketId);
        }
    }

    [Theory]
    [InlineData(MqttVersion.V311, MqttReasonCode.NotAuthorized)]
    [InlineData(MqttVersion.V5, MqttReasonCode.NotAuthorized)]
    public async Task A_wrong_password_is_final(MqttVersion version, MqttReasonCode reason)
    {
        var options = Options(version);
        options.Password = "wrong";
        var refusal = await Assert.ThrowsAsync<MqttException>(
            () => MqttClient.ConnectAsync(options, Ambient.Time, Ct).InTimeAsync());
        Assert.Equal((reason, false), (refusal.Reason, refusal.MayRetry));
    }

    [Fact]
    public async Task A_publish_the_broker_forbids_answers_its_reason()
    {
        await using var client = await ConnectAsync(MqttVersion.V5);
        Assert.Equal(MqttReasonCode.NotAuthorized, await client.PublishAsync(new("closed/x", default), Ct).InTimeAsync());
        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, await client.PublishAsync(new("open/x", default), Ct).InTimeAsync());
    }

    [Fact]
    public async Task A_broker_that_dies_is_reported_once_and_may_be_tried_again()
    {
        await using var client = await ConnectAsync(MqttVersion.V5);
        await client.PublishAsync(new("open/x", default), Ct).InTimeAsync();
        await _broker.KillAsync();
        var loss = await Assert.ThrowsAsync<MqttException>(() => client.Messages.Completion.InTimeAsync());
        Assert.True(loss.MayRetry);
        var later = await Assert.ThrowsAsync<MqttException>(() => client.PublishAsync(new("open/x", default), Ct).InTimeAsync());
        Assert.Same(loss, later);
        Assert.True((await Assert.ThrowsAsync<MqttException>(() => ConnectAsync(MqttVersion.V5))).MayRetry);

        await _broker.DisposeAsync();
        await StartAsync();
        await using var again = await ConnectAsync(MqttVersion.V5);
        Assert.Equal(MqttReasonCode.NoMatchingSubscribers, await again.PublishAsync(new("open/x", default), Ct).InTimeAsync());
    }

    [Fact]
    public async Task A_broker_that_falls_silent_is_noticed_by_the_missing_ping_answer()
    {
        var time = new FakeTimeProvider();
        await using var client = await MqttClient.ConnectAsync(Options(MqttVersion.V5), time, Ct).InTimeAsync();
        await time.TimersArmedAsync();
        for (var i = 0; i < 3; i++)
        {
            time.Advance(TimeSpan.FromSeconds(31));
            Assert.Equal(
                MqttReasonCode.NoMatchingSubscribers, await client.PublishAsync(new("open/x", default), Ct).InTimeAsync());
        }

        _broker.Send(CrmEdge.Hosting.Processes.UnixSignal.Stop);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.False(client.Messages.Completion.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True((await Assert.ThrowsAsync<MqttException>(() => client.Messages.Completion.InTimeAsync())).MayRetry);
    }

    private async Task StartAsync()
    {
        _broker = TestProcess.Start(new ProcessPlan("/usr/sbin/mosquitto", "-c", _folder["mosquitto.conf"]));
        await _broker.PortAsync(_port);
    }

    private MqttClientOptions Options(MqttVersion version, string clientId = "bridge", bool clean = true) => new()
    {
        Port = _port, Version = version, ClientId = clientId, UserName = "bridge", Password = "secret", CleanStart = clean,
        SessionExpirySeconds = clean ? 0u : 600u,
    };

    private Task<MqttClient> ConnectAsync(MqttVersion version, string clientId = "bridge", bool clean = true) =>
        MqttClient.ConnectAsync(Options(version, clientId, clean), Ambient.Time, Ct).InTimeAsync();
}
