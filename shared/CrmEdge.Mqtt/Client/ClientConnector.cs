using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Client;

/// <summary>TCP, TLS, CONNECT and CONNACK.</summary>
internal static class ClientConnector
{
    public static async Task<(MqttLink Link, ConnAckPacket Welcome)> ConnectAsync(
        MqttClientOptions options, SslClientAuthenticationOptions? tls, TimeProvider time, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var connecting = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        MqttLink? link = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, connecting.Token);
            var stream = await SecureAsync(new NetworkStream(socket, ownsSocket: true), options, tls, connecting.Token);
            link = new MqttLink(socket, stream, options.Version, options.PacketBytesMax, options.SendTimeout, time);
            var welcome = await GreetAsync(link, stream, options, connecting.Token);
            return (link, welcome);
        }
        catch (Exception e)
        {
            if (link is not null) await link.DisposeAsync();
            socket.Dispose();
            var where = $"{options.Host}:{options.Port}";
            throw e switch
            {
                OperationCanceledException when timeout.IsCancellationRequested && !ct.IsCancellationRequested =>
                    MqttException.Lost($"{where} did not answer within {options.ConnectTimeout}", e),
                AuthenticationException => new MqttException(
                    $"TLS with {where} failed. Check the server's certificate, the trusted roots and the clock.", null, false, e),
                _ when MqttLink.IsGone(e) => MqttException.Lost($"{where} cannot be reached", e),
                _ => e,
            };
        }
    }

    private static async Task<Stream> SecureAsync(
        NetworkStream plain, MqttClientOptions options, SslClientAuthenticationOptions? tls, CancellationToken ct)
    {
        if (tls is null) return plain;
        tls.TargetHost ??= options.Host;
        var secured = new SslStream(plain);
        await secured.AuthenticateAsClientAsync(tls, ct);
        return secured;
    }

    private static async Task<ConnAckPacket> GreetAsync(
        MqttLink link, Stream stream, MqttClientOptions options, CancellationToken ct)
    {
        ReadOnlyMemory<byte> greeting;
        lock (link.Gate)
        {
            link.Write_NeedsLock(Connect(options));
            greeting = link.Outbox.Buffer_NeedsLock.Written;
        }

        await stream.WriteAsync(greeting, ct);
        lock (link.Gate) link.Outbox.Buffer_NeedsLock.Clear();
        var received = await link.ReadAsync(ct);
        return received switch
        {
            { IsEnd: true } => throw MqttException.Lost("the server closed it before CONNACK"),
            { Fault.IsFault: true } => throw MqttException.Offence(received.Fault),
            { Packet: ConnAckPacket { Reason: MqttReasonCode.Success } welcome } => welcome,
            { Packet: ConnAckPacket no } => throw MqttException.Refused(no.Reason, no.Properties?.ReasonString),
            _ => throw MqttException.Offence(MqttFault.Protocol("the first packet is not CONNACK (MQTT-3.2.0-1)")),
        };
    }

    private static ConnectPacket Connect(MqttClientOptions options) => new()
    {
        Version = options.Version,
        ClientId = options.ClientId,
        CleanStart = options.CleanStart,
        KeepAliveSeconds = (ushort)options.KeepAlive.TotalSeconds,
        UserName = options.UserName,
        Password = options.Password is { } password ? System.Text.Encoding.UTF8.GetBytes(password) : (ReadOnlyMemory<byte>?)null,
        Will = options.Will,
        Properties = options.Version == MqttVersion.V311 ? null : new MqttProperties
        {
            SessionExpirySeconds = options.SessionExpirySeconds == 0 ? null : options.SessionExpirySeconds,
            ReceiveMaximum = (ushort)options.ReceiveMaximum,
            MaximumPacketBytes = (uint)options.PacketBytesMax,
        },
    };
}
