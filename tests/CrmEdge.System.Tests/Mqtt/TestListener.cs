using System.Net.Security;
using CrmEdge.Hosting;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Client;
using CrmEdge.Mqtt.Listener;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>A listener on a loopback port with <see cref="TestDevices"/>; the test is its application.</summary>
internal sealed class TestListener : IAsyncDisposable
{
    public TestListener(
        TestLogs logs,
        Action<MqttListenerOptions>? configure = null,
        TimeProvider? time = null,
        SslServerAuthenticationOptions? tls = null)
    {
        var options = new MqttListenerOptions { Port = 0 };
        configure?.Invoke(options);
        Listener = new MqttListener(options, Devices, time ?? Ambient.Time, logs.For<MqttListener>(), tls);
        Listener.Start();
    }

    public MqttListener Listener { get; }

    public TestDevices Devices { get; } = new();

    public string Port => $"{Listener.EndPoint.Port}";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>The next message, not yet completed.</summary>
    public Task<MqttInbound> NextAsync() => Listener.Inbound.ReadAsync(Ct).AsTask().InTimeAsync();

    public async Task<MqttSession> SessionAsync(string clientId)
    {
        await Eventually.IsTrueAsync($"session of {clientId}", () => Listener.Find(clientId) is not null);
        return Listener.Find(clientId)!;
    }

    /// <summary>Waits until a message to this topic finds the device's subscription, and answers what became of it.</summary>
    public Task<MqttDelivery> DeliverAsync(string clientId, MqttMessage message) => Eventually.HoldsAsync(
        $"subscription of {clientId} to {message.Topic}",
        async () => await Listener.DeliverAsync(clientId, message, Ct),
        outcome => outcome is not (MqttDelivery.NotConnected or MqttDelivery.NotSubscribed));

    public MqttClientOptions ClientOptions(string device, MqttVersion version = MqttVersion.V5) => new()
    {
        Port = Listener.EndPoint.Port,
        Version = version,
        ClientId = device,
        UserName = device,
        Password = TestDevices.Password(device),
    };

    public Task<MqttClient> ConnectAsync(string device, MqttVersion version = MqttVersion.V5) =>
        MqttClient.ConnectAsync(ClientOptions(device, version), Ambient.Time, Ct).InTimeAsync();

    /// <summary>Accepts whatever comes until the listener stops; gives back what came.</summary>
    public async Task<List<MqttInbound>> AcceptAllAsync()
    {
        var all = new List<MqttInbound>();
        await foreach (var inbound in Listener.Inbound.ReadAllAsync(Ct))
        {
            all.Add(inbound);
            inbound.Accept();
        }

        return all;
    }

    public ValueTask DisposeAsync() => Listener.DisposeAsync();
}
