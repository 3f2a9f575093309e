using System.Text;
using System.Text.Json;
using CrmEdge.Edge.Core.Pairing;
using CrmEdge.Edge.Tests.Journal;
using CrmEdge.Hosting;
using CrmEdge.Mqtt;
using CrmEdge.Simulators.Devices;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.Edge.Tests.Devices;

/// <summary>Devices that nobody here wrote meter usage through the hub; what was acknowledged is in the journal.</summary>
public sealed class DeviceUsageTests : IDisposable
{
    private const string Reading =
        """{"boot":"fedcba9876543210","seq":1,"meter":"kwh","quantity":"12.50","at":"2026-03-02T12:00:00Z"}""";

    private readonly JournalPlace _place = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv5")]
    public async Task Mosquitto_pub_meters_with_the_credentials_of_the_pairing_and_a_repeat_counts_once(string version)
    {
        await using var hub = await Hub.StartAsync(_place);
        var login = await hub.PairedAsync();
        for (var i = 0; i < 2; i++)
            Assert.Equal(
                0, await (await TestProcess.RunAsync(hub.Pub(login, version, DeviceTopics.Usage(login.Device), "-m", Reading)))
                    .Exited);
        var usage = Assert.Single(hub.Usage());
        Assert.Equal(
            (login.Device, 0xFEDC_BA98_7654_3210, 1ul, "kwh", 12.5m),
            (usage.DeviceId, usage.Boot, usage.Seq, usage.Meter, decimal.Parse(usage.Quantity)));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero), usage.MeasuredAt.ToDateTimeOffset());
    }

    [Theory]
    [InlineData("mqttv311", "bad user name or password")]
    [InlineData("mqttv5", "Bad User Name or Password")]
    public async Task A_wrong_password_is_refused(string version, string said)
    {
        await using var hub = await Hub.StartAsync(_place);
        var login = await hub.PairedAsync();
        var peer =
            await TestProcess.RunAsync(
                hub.Pub((login.Device, "guess"), version, DeviceTopics.Usage(login.Device), "-m", Reading));
        Assert.NotEqual(0, await peer.Exited);
        Assert.Contains(said, string.Join('\n', peer.Errors.Concat(peer.Output)), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(hub.Usage());
    }

    [Fact]
    public async Task Another_devices_topic_is_refused()
    {
        await using var hub = await Hub.StartAsync(_place);
        var (login, other) = (await hub.PairedAsync(), await hub.PairedAsync("S-2"));
        var peer = await TestProcess.RunAsync(hub.Pub(login, "mqttv5", DeviceTopics.Usage(other.Device), "-m", Reading));
        Assert.Contains("Not authorized", string.Join('\n', peer.Errors.Concat(peer.Output)), StringComparison.OrdinalIgnoreCase);
        Assert.Empty(hub.Usage());
    }

    [Fact]
    public async Task A_device_that_can_be_told_is_told_what_is_no_reading_and_one_that_cannot_is_kept_for_a_person()
    {
        await using var hub = await Hub.StartAsync(_place);
        var login = await hub.PairedAsync();
        await using (var v5 = await hub.ConnectAsync(login))
            Assert.Equal(MqttReasonCode.PayloadFormatInvalid, await PublishAsync(v5, login, "{\"seq\":1}"));
        Assert.Empty(hub.Usage());
        await using var old = await hub.ConnectAsync(login, MqttVersion.V311);
        for (var i = 0; i < 2; i++) Assert.Equal(MqttReasonCode.Success, await PublishAsync(old, login, "card 4111111111111111"));
        var kept = Assert.Single(hub.Usage());
        Assert.Equal((login.Device, "payload_not_json"), (kept.DeviceId, kept.UnreadableCode));
        Assert.DoesNotContain("4111111111111111", kept.Unreadable, StringComparison.Ordinal);

        // The same number for other content is acknowledged and kept for a person too: the device would send it for ever.
        Assert.Equal(MqttReasonCode.Success, await PublishAsync(old, login, Reading));
        Assert.Equal(
            MqttReasonCode.Success, await PublishAsync(old, login, Reading.Replace("12.50", "13", StringComparison.Ordinal)));
        Assert.Equal(
            MqttReasonCode.Success, await PublishAsync(old, login, Reading.Replace("12.50", "12.5", StringComparison.Ordinal)));
        Assert.Equal(["payload_not_json", "", "key_reused"], hub.Usage().Select(u => u.UnreadableCode));
    }

    [Fact]
    public async Task What_nobody_promised_to_deliver_is_not_billed()
    {
        await using var hub = await Hub.StartAsync(_place);
        var login = await hub.PairedAsync();
        await using var client = await hub.ConnectAsync(login);
        await client.PublishAsync(
            new MqttMessage(DeviceTopics.Usage(login.Device), Encoding.UTF8.GetBytes(Reading), MqttQos.AtMostOnce), Ct);
        await _place.Logs.SeenAsync(2310);
        Assert.Empty(hub.Usage());
    }

    [Fact]
    public async Task A_full_journal_acknowledges_nothing()
    {
        await using var hub = await Hub.StartAsync(_place, o => o.MoneyBytesMax = 64 * 1024);
        var login = await hub.PairedAsync();
        await using var client = await hub.ConnectAsync(login);
        var acked = 0;
        await Assert.ThrowsAsync<MqttException>(async () =>
        {
            for (var seq = 1; ; seq++, acked++)
                Assert.Equal(
                    MqttReasonCode.Success,
                    await PublishAsync(
                        client, login, Reading.Replace("\"seq\":1", $"\"seq\":{seq}", StringComparison.Ordinal)));
        });
        Assert.True(acked > 0);
        Assert.Equal(acked, hub.Usage().Count);
    }

    [Fact]
    public async Task A_fleet_gets_every_reading_into_the_journal_once_whatever_it_repeats()
    {
        using var folder = new TempFolder();
        await using var hub = await Hub.StartAsync(_place);
        var logins = new List<DeviceLogin>();
        for (var i = 0; i < 5; i++)
        {
            var (device, password) = await hub.PairedAsync($"S-{i}");
            logins.Add(new DeviceLogin(device, password));
        }
        var path = folder["fleet.jsonl"];
        using (var log = new FleetLog(path))
        {
            var fleet = new DeviceFleet(
                new FleetOptions { Devices = logins, Port = hub.Mqtt.EndPoint.Port, Readings = 40, ResendPercent = 20 }, log,
                Ambient.Time);
            await fleet.RunAsync(Ct).InTimeAsync();
            await fleet.ResendAsync(5, Ct).InTimeAsync();
        }
        var lines =
            (await File.ReadAllLinesAsync(path, Ct)).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        var acked = lines.Where(l => l.GetProperty("event").GetString() == "acked").Select(KeyOf).ToList();
        Assert.True(acked.Count > 200 + 25);
        var journalled = hub.Usage().Select(u => (u.DeviceId, u.Boot.ToString("x16"), (long)u.Seq)).ToList();
        Assert.Equal(200, journalled.Count);
        Assert.Equal(acked.Distinct().Order(), journalled.Order());
    }

    private static (string, string, long) KeyOf(JsonElement line) =>
        (line.GetProperty("device").GetString()!, line.GetProperty("boot").GetString()!, line.GetProperty("seq").GetInt64());

    private static Task<MqttReasonCode> PublishAsync(
        Mqtt.Client.MqttClient client, (string Device, string Password) login, string payload) =>
        client.PublishAsync(new MqttMessage(DeviceTopics.Usage(login.Device), Encoding.UTF8.GetBytes(payload)), Ct).InTimeAsync();
}
