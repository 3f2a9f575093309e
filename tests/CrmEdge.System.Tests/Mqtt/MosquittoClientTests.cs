using System.Text;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>mosquitto_pub and mosquitto_sub against our listener.</summary>
public sealed class MosquittoClientTests : IDisposable
{
    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData("mqttv311", 0)]
    [InlineData("mqttv311", 1)]
    [InlineData("mqttv5", 0)]
    [InlineData("mqttv5", 1)]
    public async Task Mosquitto_pub_is_satisfied_when_the_application_is(string version, int qos)
    {
        await using var listener = new TestListener(_logs);
        var publishing = TestProcess.RunAsync(Pub(listener, version, "-q", $"{qos}", "-t", "up/meter/kwh", "-m", "12.5"));
        var inbound = await listener.NextAsync();
        Assert.Equal(("12.5", qos), (Encoding.UTF8.GetString(inbound.Message.Payload.Span), (int)inbound.Message.Qos));
        if (qos == 1) Assert.False(publishing.IsCompleted);
        inbound.Accept();
        Assert.Equal(0, await (await publishing).Exited);
    }

    [Fact]
    public async Task Mosquitto_pub_speaks_over_tls()
    {
        using var folder = new TempFolder();
        using var ca = new TestCa();
        using var certificate = ca.Server();
        await File.WriteAllTextAsync(folder["ca.crt"], ca.CertificatePem, TestContext.Current.CancellationToken);
        await using var listener = new TestListener(_logs, tls: new() { ServerCertificate = certificate });
        var publishing = TestProcess.RunAsync(
            Pub(listener, "mqttv5", "-q", "1", "-t", "up/meter/kwh", "-m", "1", "--cafile", folder["ca.crt"]));
        (await listener.NextAsync()).Accept();
        Assert.Equal(0, await (await publishing).Exited);
    }

    [Theory]
    [InlineData("mqttv31", "meter", "secret-meter", "Connection Refused: unacceptable protocol version")]
    [InlineData("mqttv311", "meter", "wrong", "Connection Refused: bad user name or password")]
    [InlineData("mqttv311", "other", "secret-other", "Connection Refused: identifier rejected")]
    [InlineData("mqttv5", "meter", "wrong", "Bad User Name or Password")]
    [InlineData("mqttv5", "other", "secret-other", "Client Identifier not valid")]
    public async Task Mosquitto_pub_understands_the_refusal(string version, string user, string password, string said)
    {
        await using var listener = new TestListener(_logs);
        var peer = await TestProcess.RunAsync(new ProcessPlan(
            "/usr/bin/mosquitto_pub", "-V", version, "-h", "127.0.0.1", "-p", listener.Port, "-i", "meter-1", "-u", user,
            "-P", password, "-t", "up/meter/kwh", "-m", "1"));
        Assert.NotEqual(0, await peer.Exited);
        Assert.Contains(said, string.Join('\n', peer.Errors.Concat(peer.Output)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Mosquitto_pub_learns_that_a_topic_is_not_its_own()
    {
        await using var listener = new TestListener(_logs);
        var peer = await TestProcess.RunAsync(Pub(listener, "mqttv5", "-q", "1", "-t", "up/other/kwh", "-m", "1"));
        Assert.Contains("Not authorized", string.Join('\n', peer.Errors.Concat(peer.Output)), StringComparison.OrdinalIgnoreCase);
        Assert.False(listener.Listener.Inbound.TryRead(out _));
        await _logs.SeenAsync(1112);
    }

    [Fact]
    public async Task A_3_1_1_mosquitto_pub_gets_no_acknowledgement_for_a_topic_not_its_own()
    {
        await using var listener = new TestListener(_logs);
        await using var peer = TestProcess.Start(Pub(listener, "mqttv311", "-q", "1", "-t", "up/other/kwh", "-m", "1"));
        Assert.Contains("NotAuthorized", (await _logs.SeenAsync(1111)).Message, StringComparison.Ordinal);
        Assert.False(listener.Listener.Inbound.TryRead(out _));
    }

    [Theory]
    [InlineData("mqttv311", 0)]
    [InlineData("mqttv311", 1)]
    [InlineData("mqttv5", 0)]
    [InlineData("mqttv5", 1)]
    public async Task Mosquitto_sub_receives_what_the_application_delivers(string version, int qos)
    {
        await using var listener = new TestListener(_logs);
        await using var peer = TestProcess.Start(new ProcessPlan(
            "/usr/bin/mosquitto_sub", "-V", version, "-h", "127.0.0.1", "-p", listener.Port, "-i", "meter-1", "-u", "meter",
            "-P", "secret-meter", "-q", $"{qos}", "-t", "down/meter/#", "-t", "down/meter/+", "-v", "-C", "2"));
        foreach (var text in new[] { "eins", "zwei" })
        {
            var outcome = await listener.DeliverAsync("meter-1", new("down/meter/cmd", Encoding.UTF8.GetBytes(text)));
            Assert.Equal(qos == 0 ? MqttDelivery.Sent : MqttDelivery.Acknowledged, outcome);
        }

        Assert.Equal(0, await peer.Exited.InTimeAsync());
        Assert.Equal(["down/meter/cmd eins", "down/meter/cmd zwei"], peer.Output);
    }

    [Fact]
    public async Task Mosquitto_sub_is_told_that_a_filter_is_not_its_own()
    {
        await using var listener = new TestListener(_logs);
        await using var peer = TestProcess.Start(new ProcessPlan(
            "/usr/bin/mosquitto_sub", "-V", "mqttv5", "-h", "127.0.0.1", "-p", listener.Port, "-i", "meter-1", "-u", "meter",
            "-P", "secret-meter", "-q", "1", "-t", "#"));
        await peer.LineAsync("All subscription requests were denied");
        Assert.NotEqual(0, await peer.Exited.InTimeAsync() + peer.Errors.Count);
    }

    [Fact]
    public async Task Mosquitto_sub_sees_the_disconnect_of_a_suspended_device()
    {
        await using var listener = new TestListener(_logs);
        await using var peer = TestProcess.Start(new ProcessPlan(
            "/usr/bin/stdbuf", "-oL", "/usr/bin/mosquitto_sub", "-d", "-V", "mqttv5", "-h", "127.0.0.1",
            "-p", listener.Port, "-i", "meter-1", "-u", "meter", "-P", "secret-meter", "-t", "down/meter/#"));
        await peer.LineAsync("Subscribed");
        listener.Listener.Disconnect("meter", MqttReasonCode.AdministrativeAction, "suspended");
        await peer.LineAsync("DISCONNECT (152)");
    }

    private static ProcessPlan Pub(TestListener listener, string version, params string[] more) => new(
        "/usr/bin/mosquitto_pub",
        ["-V", version, "-h", "127.0.0.1", "-p", listener.Port, "-i", "meter-1", "-u", "meter", "-P", "secret-meter", .. more]);
}
