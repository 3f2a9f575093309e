using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace CrmEdge.Mqtt.Listener;

/// <summary>
/// Accepts MQTT 3.1.1 and 5.0 devices and hands what they publish to the application, which acknowledges when it has stored it.
/// QoS 0 and 1; no retained messages, persistent sessions, topic aliases or shared subscriptions: CONNACK says so. It is not a
/// broker: a publish reaches other devices only if the application sends it on.
/// </summary>
public sealed class MqttListener : IAsyncDisposable
{
    // Beyond the sessions allowed, so many connections may be at CONNECT and be told why they cannot stay.
    private const int ConnectingMax = 128;
    private static readonly TimeSpan AcceptRetryDelay = TimeSpan.FromSeconds(1);

    private readonly ListenerServices _services;
    private readonly ConnectionServer _server;
    private readonly Channel<MqttInbound> _inbound;
    private readonly Socket _socket;
    private readonly bool _tls;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _connections = [];
    private Task? _accepting;
    private Task? _stopping;

    /// <summary>Binds nothing yet.</summary>
    /// <param name="options">Checked here.</param>
    /// <param name="authority">Who may connect.</param>
    /// <param name="time">Clock of all time-outs.</param>
    /// <param name="logger">Event ids 1100 to 1199.</param>
    /// <param name="tls">Certificate and protocol of an encrypted listener; null for plain TCP.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public MqttListener(
        MqttListenerOptions options,
        IMqttAuthority authority,
        TimeProvider time,
        ILogger<MqttListener> logger,
        SslServerAuthenticationOptions? tls = null)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var address = IPAddress.Parse(options.Address);
        if (tls is null && !options.AllowPlaintextOffLoopback && !IPAddress.IsLoopback(address))
            throw new ValidationException($"MQTT on {address} would be in the clear: give it a certificate or allow it.");
        EndPoint = new IPEndPoint(address, options.Port);
        // A listener that nobody has called yet shows that, rather than nothing.
        ListenerMetrics.Sessions.Add(0);
        _inbound = Channel.CreateBounded<MqttInbound>(options.InboundMessagesMax);
        _services = new ListenerServices(options, authority, new SessionRegistry(), _inbound.Writer, time, logger);
        _server = new ConnectionServer(_services, tls);
        _tls = tls is not null;
        _socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
    }

    /// <summary>Where it listens; after <see cref="Start"/> with the real port.</summary>
    public IPEndPoint EndPoint { get; private set; }

    /// <summary>
    /// What the devices publish, in the order each device sent it. Complete every message. Take what is there, commit it as one,
    /// then <see cref="MqttInbound.AcceptAll"/>. Completes after a stop, when the last connection is gone.
    /// </summary>
    public ChannelReader<MqttInbound> Inbound => _inbound.Reader;

    /// <summary>The sessions in force.</summary>
    public IReadOnlyList<MqttSession> Sessions => _services.Sessions.All();

    /// <summary>Binds and begins to accept.</summary>
    /// <exception cref="SocketException">The address is taken or not ours.</exception>
    public void Start()
    {
        _socket.Bind(EndPoint);
        _socket.Listen(512);
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        Log.Listening(_services.Logger, EndPoint, _tls);
        _accepting = AcceptAsync();
    }

    /// <summary>The session of a client id; null when it is not connected.</summary>
    public MqttSession? Find(string clientId) => _services.Sessions.Find(clientId);

    /// <summary>As <see cref="MqttSession.DeliverAsync"/>, by client id.</summary>
    /// <param name="clientId">The device's client id.</param>
    /// <param name="message">QoS 0 or 1.</param>
    /// <param name="ct">Ends the waiting, not the delivery.</param>
    public Task<MqttDelivery> DeliverAsync(string clientId, MqttMessage message, CancellationToken ct) =>
        Find(clientId)?.DeliverAsync(message, ct) ?? Task.FromResult(MqttDelivery.NotConnected);

    /// <summary>
    /// Sends a message to every device that subscribed to its topic, without waiting. A QoS 1 message that does not fit into a
    /// device's queue ends that session (0x97), so that the device knows it missed something.
    /// </summary>
    public MqttFanOut Publish(MqttMessage message)
    {
        Outgoing.Check(message);
        var result = default(MqttFanOut);
        foreach (var (session, grant) in _services.Sessions.Subscribers(message.Topic))
        {
            var refusal = session.Enqueue(message, grant, done: null);
            if (refusal is null) result = result with { Queued = result.Queued + 1 };
            else if (refusal == MqttDelivery.QueueFull && message.Qos != MqttQos.AtMostOnce && grant.Qos != MqttQos.AtMostOnce)
                result = result with { Disconnected = result.Disconnected + (session.TryEnd(SessionEnds.Slow) ? 1 : 0) };
            else if (refusal == MqttDelivery.QueueFull) result = result with { Dropped = result.Dropped + 1 };
        }

        return result;
    }

    /// <summary>Ends every session of a device, for instance when it is suspended (0x98). Answers how many.</summary>
    /// <param name="device">As <see cref="IMqttDevice.Name"/>.</param>
    /// <param name="reason">Sent to a v5 device.</param>
    /// <param name="text">For the device and the log: what to do next.</param>
    public int Disconnect(string device, MqttReasonCode reason, string text) =>
        Sessions.Count(s => s.Device.Name == device && s.TryEnd(new MqttSessionEnd(reason, text, ByDevice: false)));

    /// <summary>
    /// Accepts and reads no more, gives the application the stop grace to complete what it was handed, tells every device (0x8B),
    /// closes. Keep completing <see cref="Inbound"/> meanwhile.
    /// </summary>
    public Task StopAsync()
    {
        lock (_gate) return _stopping ??= StopOnceAsync();
    }

    /// <summary>Stops, if that is not done yet.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task StopOnceAsync()
    {
        await _stop.CancelAsync();
        _socket.Dispose();
        if (_accepting is not null) await _accepting;
        var sessions = Sessions;
        Task[] open;
        lock (_gate) open = [.. _connections];
        await Task.WhenAll(open);
        _inbound.Writer.TryComplete();
        Log.Stopped(_services.Logger, sessions.Count);
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Serve(await _socket.AcceptAsync(_stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException e) when (!_stop.IsCancellationRequested)
            {
                Log.AcceptFailed(_services.Logger, e, AcceptRetryDelay);
                await Task.Delay(AcceptRetryDelay, _services.Time, _stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Serve(Socket socket)
    {
        lock (_gate)
        {
            if (_connections.Count >= _services.Options.ConnectionsMax + ConnectingMax)
            {
                Log.TooManyConnections(_services.Logger, socket.RemoteEndPoint, _connections.Count);
                socket.Dispose();
                return;
            }

            var serving = Task.Run(() => _server.ServeAsync(socket, _stop.Token));
            _connections.Add(serving);
            serving.ContinueWith(Forget, TaskScheduler.Default);
        }
    }

    private void Forget(Task serving)
    {
        lock (_gate) _connections.Remove(serving);
    }
}
