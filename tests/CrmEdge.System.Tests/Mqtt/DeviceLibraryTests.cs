using System.Text;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Listener;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>Devices built on Eclipse Paho (Python) and MQTT.js against our listener.</summary>
public sealed class DeviceLibraryTests : IDisposable
{
    private const string Paho = "paho";
    private const string MqttJs = "mqtt.js";
    private static readonly TimeSpan InstallWithin = TimeSpan.FromMinutes(4);
    private static readonly Lazy<Task<string>> NodeFolder = new(InstallAsync);

    private readonly TestLogs _logs = new();

    public void Dispose() => _logs.Dispose();

    [Theory]
    [InlineData(Paho, 4)]
    [InlineData(Paho, 5)]
    [InlineData(MqttJs, 4)]
    [InlineData(MqttJs, 5)]
    public async Task A_device_publishes_and_hears_that_each_message_is_safe(string library, int level)
    {
        const int Messages = 100;
        await using var listener = new TestListener(_logs);
        await using var device = await StartAsync(library, listener, level, "publish", Messages);
        var batch = new List<MqttInbound>();
        while (batch.Count < 20) batch.Add(await listener.NextAsync());
        Assert.DoesNotContain(device.Output, line => line.StartsWith("acked", StringComparison.Ordinal));
        MqttInbound.AcceptAll([.. batch]);
        while (batch.Count < Messages)
        {
            batch.Add(await listener.NextAsync());
            batch[^1].Accept();
        }

        Assert.Equal(0, await device.Exited.InTimeAsync());
        Assert.Equal(Messages, device.Output.Count(line => line.StartsWith("acked", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(0, Messages).Select(i => $"{i}"), batch.Select(Text));
        await Eventually.IsTrueAsync(() => listener.Devices.Events.Contains("meter ended Success"));
    }

    [Theory]
    [InlineData(Paho, 4)]
    [InlineData(Paho, 5)]
    [InlineData(MqttJs, 4)]
    [InlineData(MqttJs, 5)]
    public async Task A_device_sends_again_what_could_not_be_stored(string library, int level)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await StartAsync(library, listener, level, "publish", 1);
        var first = await listener.NextAsync();
        first.Fail("the disk is full; free some space");

        var again = await listener.NextAsync();
        // MQTT.js repeats without DUP, against MQTT-3.3.1-1: the flag proves a repeat, its absence nothing.
        Assert.Equal(("0", library == Paho), (Text(again), again.Duplicate));
        Assert.NotSame(first.Session, again.Session);
        Assert.DoesNotContain(device.Output, line => line.StartsWith("acked", StringComparison.Ordinal));
        again.Accept();
        Assert.Equal(0, await device.Exited.InTimeAsync());
        Assert.Single(device.Output, line => line.StartsWith("acked", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Paho, 4)]
    [InlineData(Paho, 5)]
    [InlineData(MqttJs, 4)]
    [InlineData(MqttJs, 5)]
    public async Task A_device_receives_commands_and_only_its_own(string library, int level)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await StartAsync(library, listener, level, "listen", 3);
        await device.LineAsync($"subscribed 1 {(level == 5 ? 0x87 : 0x80)}");
        for (var i = 0; i < 3; i++)
        {
            var message = new MqttMessage("down/meter/cmd", Encoding.UTF8.GetBytes($"{i}"));
            Assert.Equal(MqttDelivery.Acknowledged, await listener.DeliverAsync("meter", message));
        }

        Assert.Equal(0, await device.Exited.InTimeAsync());
        Assert.Equal(
            Enumerable.Range(0, 3).Select(i => $"got down/meter/cmd {i} qos 1"),
            device.Output.Where(line => line.StartsWith("got", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Paho)]
    [InlineData(MqttJs)]
    public async Task A_suspended_device_hears_why(string library)
    {
        await using var listener = new TestListener(_logs);
        await using var device = await StartAsync(library, listener, 5, "listen", 1);
        await device.LineAsync("subscribed");
        listener.Listener.Disconnect("meter", MqttReasonCode.AdministrativeAction, "suspended; call support");
        await device.LineAsync("disconnect 152");
    }

    private static string Text(MqttInbound inbound) => Encoding.UTF8.GetString(inbound.Message.Payload.Span);

    private static string Peer(string file) => Repo.File("tests/CrmEdge.System.Tests/Mqtt/peers", file);

    private static async Task<TestProcess> StartAsync(string library, TestListener listener, int level, string verb, int count)
    {
        string[] arguments = [listener.Port, $"{level}", "meter", verb, $"{count}"];
        return library == Paho
            ? TestProcess.Start(new ProcessPlan("/usr/bin/python3", [Peer("device.py"), .. arguments]))
            : TestProcess.Start(new ProcessPlan("node", [Peer("device.js"), .. arguments])
            {
                WorkingDirectory = await NodeFolder.Value,
            });
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Repo.File("artifacts", "peers", "mqtt");
        var install = await TestProcess.RunAsync(new ProcessPlan(Repo.File("tests/CrmEdge.System.Tests/Mqtt/peers/install"), folder), InstallWithin);
        Assert.True(await install.Exited == 0, string.Join('\n', install.Errors));
        return folder;
    }
}
