using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using CrmEdge.Hosting;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Client;
using CrmEdge.Mqtt.Listener;
using CrmEdge.Mqtt.Packets;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

public sealed class ConnectTests : IDisposable
{
    private readonly TestLogs _logs = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData(MqttVersion.V5, "wrong password", 0x86)]
    [InlineData(MqttVersion.V5, "no password", 0x87)]
    [InlineData(MqttVersion.V5, "other client id", 0x85)]
    [InlineData(MqttVersion.V5, "will elsewhere", 0x87)]
    [InlineData(MqttVersion.V5, "retained will", 0x9A)]
    [InlineData(MqttVersion.V5, "will of QoS 2", 0x9B)]
    [InlineData(MqttVersion.V5, "enhanced authentication", 0x8C)]
    [InlineData(MqttVersion.V311, "wrong password", 0x86)]
    [InlineData(MqttVersion.V311, "no password", 0x87)]
    [InlineData(MqttVersion.V311, "other client id", 0x85)]
    [InlineData(MqttVersion.V311, "will elsewhere", 0x87)]
    [InlineData(MqttVersion.V311, "no client id", 0x85)]
    public async Task A_refused_client_is_told_why(MqttVersion version, string offence, byte reason)
    {
        await using var listener = new TestListener(_logs);
        await using var device = RawPeer.Open(listener, version);
        var connect = RawPeer.Connect("meter", version);
        await device.SendAsync(offence switch
        {
            "wrong password" => connect with { Password = new byte[] { 1 } },
            "no password" => connect with { UserName = null, Password = null },
            "other client id" => connect with { ClientId = "other" },
            "no client id" => connect with { ClientId = "", CleanStart = false },
            "will elsewhere" => connect with { Will = new("up/other/gone", default) },
            "retained will" => connect with { Will = new("up/meter/gone", default) { Retain = true } },
            "will of QoS 2" => connect with { Will = new("up/meter/gone", default, MqttQos.ExactlyOnce) },
            _ => connect with { Properties = new() { AuthenticationMethod = "SCRAM" } },
        });
        Assert.Equal((MqttReasonCode)reason, (await device.ReadAsync<ConnAckPacket>()).Reason);
        await device.EndsSilentlyAsync();
        Assert.Empty(listener.Listener.Sessions);
    }

    [Fact]
    public async Task Connack_says_what_is_not_supported()
    {
        await using var listener = new TestListener(_logs, o => o.ReceiveMaximum = 33);
        await using var device = RawPeer.Open(listener);
        await device.SendAsync(RawPeer.Connect("meter") with
        {
            ClientId = "", CleanStart = false, Properties = new() { SessionExpirySeconds = 60 },
        });
        var said = (await device.ReadAsync<ConnAckPacket>()).Properties!;
        Assert.Equal(
            ((byte?)1, (bool?)false, (bool?)false, (ushort?)0, (ushort?)33, (uint?)0, (uint?)65_536),
            (said.MaximumQos, said.RetainAvailable, said.SharedSubscriptionsAvailable, said.TopicAliasMaximum,
                said.ReceiveMaximum, said.SessionExpirySeconds, said.MaximumPacketBytes));
        Assert.NotNull(listener.Listener.Find(said.AssignedClientIdentifier!));
    }

    [Theory]
    [InlineData("10 0F 0006 4D5149736470 03 02 003C 0001 61")]
    [InlineData("10 0D 0004 4D515454 06 02 003C 0001 61")]
    public async Task A_version_that_is_not_spoken_gets_return_code_1(string hex)
    {
        await using var listener = new TestListener(_logs);
        await using var device = RawPeer.Open(listener, MqttVersion.V311);
        await device.SendHexAsync(hex);
        Assert.Equal(MqttReasonCode.UnsupportedProtocolVersion, (await device.ReadAsync<ConnAckPacket>()).Reason);
        await device.EndsSilentlyAsync();
    }

    [Fact]
    public async Task A_first_packet_that_is_not_connect_ends_the_connection()
    {
        await using var listener = new TestListener(_logs);
        await using var device = RawPeer.Open(listener, MqttVersion.V311);
        await device.SendAsync(PingPacket.Request);
        await device.EndsSilentlyAsync();
    }

    [Fact]
    public async Task An_authority_in_trouble_says_unavailable()
    {
        _logs.Expect(1113);
        await using var listener = new TestListener(_logs);
        listener.Devices.Trouble = new InvalidOperationException("database closed");
        var refusal = await Assert.ThrowsAsync<MqttException>(() => listener.ConnectAsync("meter"));
        Assert.Equal((MqttReasonCode.ServerUnavailable, true), (refusal.Reason, refusal.MayRetry));
    }

    [Fact]
    public async Task Past_the_last_session_the_server_is_busy_but_a_take_over_fits()
    {
        await using var listener = new TestListener(_logs, o => o.ConnectionsMax = 1);
        await using var first = await RawPeer.ConnectAsync(listener, "meter");
        var refusal = await Assert.ThrowsAsync<MqttException>(() => listener.ConnectAsync("other"));
        Assert.Equal((MqttReasonCode.ServerBusy, true), (refusal.Reason, refusal.MayRetry));
        await using var again = await RawPeer.ConnectAsync(listener, "meter");
        await first.EndsAsync(MqttReasonCode.SessionTakenOver);
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task The_same_client_id_takes_the_session_over(MqttVersion version)
    {
        await using var listener = new TestListener(_logs);
        await using var first = await RawPeer.ConnectAsync(listener, "meter", version);
        await first.PublishAsync("up/meter/kwh", 1);
        var unacknowledged = await listener.NextAsync();
        await using var second = await RawPeer.ConnectAsync(listener, "meter", version);
        await first.EndsAsync(MqttReasonCode.SessionTakenOver);
        unacknowledged.Accept();
        await second.HearsNothingAsync();
        await Eventually.IsTrueAsync(() => listener.Devices.Events.Contains("meter ended SessionTakenOver"));
        Assert.Equal(2, listener.Devices.Events.Count(e => e == "meter started"));
        Assert.Single(listener.Listener.Sessions);
    }

    [Fact]
    public async Task A_client_id_in_use_by_another_device_is_not_for_taking()
    {
        await using var listener = new TestListener(_logs);
        await using var first = await RawPeer.ConnectAsync(listener, "meter", change: c => c with { ClientId = "shared" });
        await using var thief = RawPeer.Open(listener);
        await thief.SendAsync(RawPeer.Connect("thief") with { ClientId = "shared" });
        Assert.Equal(MqttReasonCode.ClientIdentifierNotValid, (await thief.ReadAsync<ConnAckPacket>()).Reason);
        await first.HearsNothingAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_suspended_device_is_disconnected(MqttVersion version)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", version);
        await using var other = await RawPeer.ConnectAsync(listener, "other", version);
        Assert.Equal(1, listener.Listener.Disconnect("meter", MqttReasonCode.AdministrativeAction, "suspended; call support"));
        await device.EndsAsync(MqttReasonCode.AdministrativeAction);
        await other.HearsNothingAsync();
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task Silence_of_one_and_a_half_times_the_keep_alive_ends_the_session(MqttVersion version)
    {
        var time = new FakeTimeProvider();
        await using var listener = new TestListener(_logs, time: time);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", version, c => c with { KeepAliveSeconds = 10 });
        await listener.SessionAsync("meter");
        await time.TimersArmedAsync();
        time.Advance(TimeSpan.FromSeconds(14));
        await device.HearsNothingAsync();
        time.Advance(TimeSpan.FromSeconds(14.9));
        await device.HearsNothingAsync();
        time.Advance(TimeSpan.FromSeconds(15.1));
        await device.EndsAsync(MqttReasonCode.KeepAliveTimeout);
    }

    [Fact]
    public async Task Without_connect_the_connection_times_out()
    {
        var time = new FakeTimeProvider();
        await using var listener = new TestListener(_logs, time: time);
        await using var device = RawPeer.Open(listener);
        await device.SendHexAsync("10 0D 0004");
        await time.TimersArmedAsync();
        time.Advance(TimeSpan.FromSeconds(10));
        await device.EndsSilentlyAsync();
        await _logs.SeenAsync(1107);
    }

    [Theory]
    [InlineData(MqttVersion.V311, "silence")]
    [InlineData(MqttVersion.V5, "silence")]
    [InlineData(MqttVersion.V5, "with will")]
    public async Task A_device_that_leaves_without_goodbye_leaves_its_will(MqttVersion version, string how)
    {
        await using var listener = new TestListener(_logs);
        var will = new MqttMessage("up/meter/gone", "bye"u8.ToArray());
        var device = await RawPeer.ConnectAsync(listener, "meter", version, c => c with { Will = will });
        if (how == "with will") await device.SendAsync(new DisconnectPacket(MqttReasonCode.DisconnectWithWill));
        await device.DisposeAsync();
        var inbound = await listener.NextAsync();
        Assert.Equal((true, "up/meter/gone", 0), (inbound.IsWill, inbound.Message.Topic, inbound.PacketId));
        inbound.Accept();
    }

    [Fact]
    public async Task A_device_that_says_goodbye_takes_its_will_along()
    {
        await using var listener = new TestListener(_logs);
        await using var device =
            await RawPeer.ConnectAsync(listener, "meter", change: c => c with { Will = new("up/meter/gone", default) });
        await device.SendAsync(new DisconnectPacket());
        await device.EndsSilentlyAsync();
        await listener.Listener.StopAsync().InTimeAsync();
        Assert.False(listener.Listener.Inbound.TryRead(out _));
        Assert.Contains("meter ended Success", listener.Devices.Events);
    }

    [Theory]
    [InlineData(MqttVersion.V311)]
    [InlineData(MqttVersion.V5)]
    public async Task A_stop_lets_the_application_finish_then_says_goodbye(MqttVersion version)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", version);
        await device.PublishAsync("up/meter/kwh", 1);
        var inbound = await listener.NextAsync();
        var stopping = listener.Listener.StopAsync();
        inbound.Accept();
        Assert.Equal(1, (await device.ReadAsync<PublishReplyPacket>()).PacketId);
        await device.EndsAsync(MqttReasonCode.ServerShuttingDown);
        await stopping.InTimeAsync();
        await listener.Listener.Inbound.Completion.InTimeAsync();
    }

    [Fact]
    public async Task A_stop_waits_no_longer_than_the_grace()
    {
        var time = new FakeTimeProvider();
        await using var listener = new TestListener(_logs, time: time);
        await using var device = await RawPeer.ConnectAsync(listener, "meter", MqttVersion.V311);
        await device.PublishAsync("up/meter/kwh", 1);
        var inbound = await listener.NextAsync();
        var armed = time.ArmedTimers;
        var stopping = listener.Listener.StopAsync();
        await time.TimersArmedAsync(armed + 1);
        time.Advance(TimeSpan.FromSeconds(5));
        await device.EndsSilentlyAsync();
        inbound.Accept();
        await device.DisposeAsync();
        await stopping.InTimeAsync();
    }

    [Fact]
    public async Task Over_tls_device_and_listener_understand_each_other()
    {
        using var ca = new TestCa();
        using var certificate = ca.Server();
        await using var listener = new TestListener(_logs, tls: new() { ServerCertificate = certificate });
        await using var client = await MqttClient.ConnectAsync(
            listener.ClientOptions("meter"), Ambient.Time, Ct,
            new() { RemoteCertificateValidationCallback = (_, c, _, _) => ca.Issued(c) }).InTimeAsync();
        var publishing = client.PublishAsync(new("up/meter/kwh", new byte[40_000]), Ct);
        (await listener.NextAsync()).Accept();
        Assert.Equal(MqttReasonCode.Success, await publishing.InTimeAsync());
    }

    [Fact]
    public async Task A_server_nobody_vouches_for_is_not_trusted()
    {
        _logs.Expect(1108);
        using var ca = new TestCa();
        using var certificate = ca.Server();
        await using var listener = new TestListener(_logs, tls: new() { ServerCertificate = certificate });
        var failure = await Assert.ThrowsAsync<MqttException>(() => MqttClient.ConnectAsync(
            listener.ClientOptions("meter"), Ambient.Time, Ct, new SslClientAuthenticationOptions()).InTimeAsync());
        Assert.False(failure.MayRetry);
    }

    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("127.0.0.1", true)]
    public void In_the_clear_it_stays_on_loopback(string address, bool allowed)
    {
        var error = Record.Exception(() => new MqttListener(
            new MqttListenerOptions { Address = address, Port = 0 }, new TestDevices(), Ambient.Time, _logs.For<MqttListener>()));
        Assert.Equal(allowed, error is null);
        if (!allowed) Assert.IsType<ValidationException>(error);
    }

    [Fact]
    public void An_option_out_of_range_is_named() => Assert.Contains(
        nameof(MqttListenerOptions.ReceiveMaximum),
        Assert.Throws<ValidationException>(() => new MqttListener(
            new MqttListenerOptions { ReceiveMaximum = 0 }, new TestDevices(), Ambient.Time, _logs.For<MqttListener>())).Message);
}
