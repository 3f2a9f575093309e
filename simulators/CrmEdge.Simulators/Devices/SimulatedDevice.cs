using System.Globalization;
using System.Text.Json;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Client;

namespace CrmEdge.Simulators.Devices;

/// <summary>
/// One device: counts up its readings from a random boot, sends them at QoS 1 and keeps each until it is acknowledged, over as
/// many
/// connections as that takes.
/// </summary>
internal sealed class SimulatedDevice(DeviceLogin login, FleetOptions options, FleetLog log, Random random, TimeProvider time)
{
    private const int QuantityMillisMax = 5_000;
    private static readonly TimeSpan ReconnectPause = TimeSpan.FromMilliseconds(200);

    private readonly string _boot = random.NextInt64().ToString("x16", CultureInfo.InvariantCulture);
    private readonly List<SentReading> _acked = [];
    private readonly Queue<SentReading> _due = new();
    private long _made;

    /// <summary>Sends all its readings; ends when each is acknowledged or refused.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (_made < options.Readings || _due.Count > 0)
        {
            try
            {
                await using var client = await ConnectAsync(ct);
                while (_made < options.Readings || _due.Count > 0) await BurstAsync(client, ct);
            }
            catch (MqttException e) when (e.MayRetry)
            {
                await Task.Delay(ReconnectPause, time, ct);
            }
        }
    }

    /// <summary>Sends readings again that were acknowledged before, as a device does that lost an acknowledgement.</summary>
    public async Task ResendAsync(int count, CancellationToken ct)
    {
        await using var client = await ConnectAsync(ct);
        foreach (var reading in _acked.TakeLast(count).ToList()) await SendAsync(client, reading, ct);
    }

    private Task<MqttClient> ConnectAsync(CancellationToken ct) => MqttClient.ConnectAsync(
        new MqttClientOptions
        {
            Host = options.Host, Port = options.Port, ClientId = login.Username, UserName = login.Username, Password =
                login.Password,
        }, time, ct);

    private async Task BurstAsync(MqttClient client, CancellationToken ct)
    {
        var fresh = new List<SentReading>();
        while (_due.Count + fresh.Count < options.InFlight && _made < options.Readings) fresh.Add(Make());
        log.Sent(fresh);
        foreach (var reading in fresh) _due.Enqueue(reading);
        var burst = _due.Take(options.InFlight).ToList();
        var again = _acked.Where(_ => random.Next(100) < options.ResendPercent).TakeLast(options.InFlight).ToList();
        await Task.WhenAll(burst.Concat(again).Select(reading => SendAsync(client, reading, ct)));
        foreach (var reading in burst)
        {
            _due.Dequeue();
            _acked.Add(reading);
        }
        if (options.Pause > TimeSpan.Zero) await Task.Delay(options.Pause, time, ct);
    }

    private async Task SendAsync(MqttClient client, SentReading reading, CancellationToken ct)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new
        {
            boot = reading.Boot, seq = reading.Seq, meter = reading.Meter, quantity = reading.Quantity, at = reading.At,
        });
        var reason = await client.PublishAsync(new MqttMessage($"up/{login.Username}/usage", payload), ct);
        if (reason < MqttReasonCode.UnspecifiedError) log.Acked(reading);
        else log.Refused(reading, reason.ToString());
    }

    private SentReading Make() => new(
        login.Username, _boot, ++_made, options.Meter,
        options.Quantity ?? random.Next(1, QuantityMillisMax) / 1_000m, time.GetUtcNow());
}
