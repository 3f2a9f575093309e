using System.Net.Sockets;
using System.Text;
using CrmEdge.Hosting;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;
using CrmEdge.TestKit;
using Xunit;

namespace CrmEdge.SystemTests.Mqtt;

/// <summary>A device that does exactly what the test says, right or wrong, packet by packet.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly NetworkStream _stream;
    private readonly MqttLink _link;
    private readonly MqttVersion _version;

    private RawPeer(TestListener listener, MqttVersion version, int receiveBufferBytes)
    {
        if (receiveBufferBytes > 0) _socket.ReceiveBufferSize = receiveBufferBytes;
        _socket.Connect(listener.Listener.EndPoint);
        _stream = new NetworkStream(_socket, ownsSocket: true);
        _version = version;
        _link = new MqttLink(_socket, _stream, version, 1024 * 1024, TimeSpan.FromSeconds(10), Ambient.Time);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static RawPeer Open(TestListener listener, MqttVersion version = MqttVersion.V5, int receiveBufferBytes = 0) =>
        new(listener, version, receiveBufferBytes);

    /// <summary>Connected as the device of this name.</summary>
    public static async Task<RawPeer> ConnectAsync(
        TestListener listener, string device, MqttVersion version = MqttVersion.V5,
        Func<ConnectPacket, ConnectPacket>? change = null, int receiveBufferBytes = 0)
    {
        var peer = new RawPeer(listener, version, receiveBufferBytes);
        await peer.SendAsync((change ?? (c => c))(Connect(device, version)));
        Assert.Equal(MqttReasonCode.Success, (await peer.ReadAsync<ConnAckPacket>()).Reason);
        return peer;
    }

    public static ConnectPacket Connect(string device, MqttVersion version = MqttVersion.V5) => new()
    {
        Version = version,
        ClientId = device,
        UserName = device,
        Password = Encoding.UTF8.GetBytes(TestDevices.Password(device)),
    };

    public async Task SendAsync(params MqttPacket[] packets)
    {
        var output = new PacketWriter();
        var encoder = new PacketEncoder(_version);
        foreach (var packet in packets) encoder.Write(output, packet);
        await _stream.WriteAsync(output.Written, Ct);
    }

    public async Task SendHexAsync(string hex) =>
        await _stream.WriteAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), Ct);

    public Task PublishAsync(string topic, ushort id, string text = "x", bool duplicate = false) =>
        SendAsync(new PublishPacket(new MqttMessage(topic, Encoding.UTF8.GetBytes(text)), id, duplicate));

    public async Task<T> ReadAsync<T>() where T : MqttPacket
    {
        var received = await _link.ReadAsync(Ct).AsTask().InTimeAsync();
        return Assert.IsType<T>(received.Packet);
    }

    /// <summary>Nothing is on its way to this peer: the answer to a ping is the next packet.</summary>
    public async Task HearsNothingAsync()
    {
        await SendAsync(PingPacket.Request);
        Assert.Same(PingPacket.Response, await ReadAsync<PingPacket>());
    }

    /// <summary>The connection ends: v5 with this reason, 3.1.1 without a word.</summary>
    public async Task EndsAsync(MqttReasonCode reason)
    {
        if (_version == MqttVersion.V5) Assert.Equal(reason, (await ReadAsync<DisconnectPacket>()).Reason);
        await EndsSilentlyAsync();
    }

    public async Task EndsSilentlyAsync()
    {
        try
        {
            Assert.True((await _link.ReadAsync(Ct).AsTask().InTimeAsync()).IsEnd);
        }
        catch (IOException)
        {
            // Reset: also an end.
        }
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
