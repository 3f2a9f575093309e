using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Listener;

/// <summary>Takes an accepted socket through TLS, CONNECT and admission, and runs its session.</summary>
internal sealed class ConnectionServer(ListenerServices services, SslServerAuthenticationOptions? tls)
{
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);

    private readonly MqttListenerOptions _options = services.Options;

    public async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        var remote = socket.RemoteEndPoint;
        using var owned = socket;
        MqttLink? link = null;
        try
        {
            SessionRunner? runner;
            using (var timeout = new CancellationTokenSource(_options.ConnectTimeout, services.Time))
            using (var connecting = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop))
            {
                await using var late = timeout.Token.Register(() => Log.ConnectTimedOut(services.Logger, remote));
                link = await OpenAsync(socket, connecting.Token);
                runner = await AdmitAsync(link, remote, connecting.Token);
            }

            if (runner is not null) await runner.RunAsync(stop);
        }
        catch (AuthenticationException e)
        {
            Log.TlsFailed(services.Logger, e, remote);
        }
        catch (Exception e) when (MqttLink.IsGone(e) || e is OperationCanceledException)
        {
            Log.NeverConnected(services.Logger, remote, e.Message);
        }
        catch (Exception e)
        {
            Log.Failed(services.Logger, e, $"{remote}");
        }
        finally
        {
            if (link is not null) await link.DisposeAsync();
        }
    }

    private async Task<MqttLink> OpenAsync(Socket socket, CancellationToken ct)
    {
        socket.NoDelay = true;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        Stream stream = new NetworkStream(socket, ownsSocket: false);
        if (tls is not null)
        {
            var secured = new SslStream(stream);
            await secured.AuthenticateAsServerAsync(tls, ct);
            stream = secured;
        }

        return new MqttLink(socket, stream, MqttVersion.V5, _options.PacketBytesMax, _options.SendTimeout, services.Time);
    }

    /// <summary>Null when the client was sent away.</summary>
    private async Task<SessionRunner?> AdmitAsync(MqttLink link, EndPoint? remote, CancellationToken ct)
    {
        var received = await link.ReadAsync(ct);
        if (received.IsEnd)
        {
            Log.NeverConnected(services.Logger, remote, "it closed");
            return null;
        }

        if (received.Packet is not ConnectPacket connect)
        {
            var fault = received.Fault.IsFault
                ? received.Fault
                : MqttFault.Protocol("the first packet is not CONNECT (MQTT-3.1.0-1)");
            Log.ConnectInvalid(services.Logger, remote, fault.Code, fault.Text);
            if (fault.Code == MqttReasonCode.UnsupportedProtocolVersion) await RefuseUnknownVersionAsync(link);
            return null;
        }

        link.Speak(connect.Version);
        var assigned = connect.ClientId.Length == 0;
        var clientId = assigned ? services.Sessions.AssignClientId() : connect.ClientId;
        var request = new MqttConnectRequest(clientId, assigned, connect.UserName, connect.Password, connect.Version, remote);
        var (device, refusal) = await DecideAsync(connect, request, ct);
        if (device is not null)
        {
            var session = new MqttSession(link, SessionTerms.Of(connect, clientId, _options), device, remote, services);
            if (services.Sessions.TryEnter(session, out var former))
            {
                former?.TryEnd(SessionEnds.TakenOver);
                session.Wake();
                return new SessionRunner(session, link, connect.Will, services);
            }

            refusal = new(MqttReasonCode.ClientIdentifierNotValid, "another device uses this client id; use one of your own");
        }

        Log.ConnectRefused(services.Logger, clientId, remote, refusal.Code, refusal.Text);
        await RefuseAsync(link, refusal);
        return null;
    }

    private async ValueTask<(IMqttDevice? Device, MqttFault Refusal)> DecideAsync(
        ConnectPacket connect, MqttConnectRequest request, CancellationToken ct)
    {
        if (SessionTerms.Check(connect, _options) is { IsFault: true } fault) return (null, fault);
        if (services.Sessions.Count >= _options.ConnectionsMax && services.Sessions.Find(request.ClientId) is null)
            return (null, new(MqttReasonCode.ServerBusy, "the listener has all the sessions it may have; try again later"));
        try
        {
            var admission = await services.Authority.AdmitAsync(request, ct);
            if (admission.Device is not { } device) return (null, admission.Refusal);
            return connect.Will is not { } will || device.MayPublish(will.Topic)
                ? (device, default)
                : (null, Refusals.Elsewhere("leave a will on", will.Topic));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log.Failed(services.Logger, e, request.ClientId);
            return (null, new(MqttReasonCode.ServerUnavailable, "the credentials cannot be checked now; try again later"));
        }
    }

    // A client of 3.1 or of a version to come: both understand a 3.1.1 CONNACK with return code 1 (MQTT-3.1.2-2).
    private static Task RefuseUnknownVersionAsync(MqttLink link)
    {
        link.Speak(MqttVersion.V311);
        return RefuseAsync(link, new(MqttReasonCode.UnsupportedProtocolVersion, ""));
    }

    private static async Task RefuseAsync(MqttLink link, MqttFault refusal)
    {
        ListenerMetrics.Refused(refusal.Code);
        var reason = ReasonCodes.Allows(MqttPacketType.ConnAck, refusal.Code) ? refusal.Code : MqttReasonCode.UnspecifiedError;
        link.Send(new ConnAckPacket(SessionPresent: false, reason, new MqttProperties { ReasonString = refusal.Text }));
        lock (link.Gate) link.Outbox.Complete_NeedsLock();
        link.Outbox.Wake();
        await link.Outbox.RunAsync();
        await link.LingerAsync(LingerTimeout);
    }
}
