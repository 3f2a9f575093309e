using System.ComponentModel.DataAnnotations;
using System.Net.Security;
using System.Threading.Channels;
using CrmEdge.Mqtt.Flow;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Client;

/// <summary>
/// One connection to an MQTT server. Nothing is acknowledged behind the application's back, and nothing reconnects by itself: on
/// loss <see cref="Messages"/> completes with the one <see cref="MqttException"/> that pending calls get too. Thread safe.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private static readonly TimeSpan LingerTimeout = TimeSpan.FromSeconds(2);

    private readonly MqttLink _link;
    private readonly ServerLimits _limits;
    private readonly ClientReader _reader;
    private readonly PublishQueue _publishes;
    private readonly AckWindow _acks = new();
    private readonly Channel<MqttReceived> _messages;
    private readonly ClientKeepAlive _keepAlive;
    private readonly Task _running;
    private MqttException? _over;
    private bool _lost;

    private MqttClient(MqttLink link, ConnAckPacket welcome, MqttClientOptions options, TimeProvider time)
    {
        _link = link;
        _limits = ServerLimits.Of(welcome, options);
        SessionPresent = welcome.SessionPresent;
        _publishes = new PublishQueue(link, _limits, options.OutboundMessagesMax);
        link.Outbox.Refill = _publishes.Pump_NeedsLock;
        _messages = Channel.CreateBounded<MqttReceived>(options.ReceiveMaximum);
        _reader = new ClientReader(this, link, options.ReceiveMaximum);
        _keepAlive = new ClientKeepAlive(
            link, _limits.KeepAlive, options.PingTimeout, time,
            () => Fail(MqttException.Lost("the server does not answer PINGREQ")));
        _running = RunAsync();
    }

    /// <summary>The client id in force, also when the server chose it.</summary>
    public string ClientId => _limits.ClientId;

    /// <summary>True when the server had kept a session for this client id.</summary>
    public bool SessionPresent { get; }

    /// <summary>
    /// What the server sends, in its order. QoS 1 messages are acknowledged by <see cref="Ack"/> alone. Its Completion ends with
    /// the connection: well after <see cref="DisconnectAsync"/>, else with an <see cref="MqttException"/>.
    /// </summary>
    public ChannelReader<MqttReceived> Messages => _messages.Reader;

    /// <summary>Connects and waits for CONNACK.</summary>
    /// <param name="options">Not changed and not read again afterwards.</param>
    /// <param name="time">Clock of all time-outs.</param>
    /// <param name="ct">Ends the attempt.</param>
    /// <param name="tls">Null for plain TCP. Its target host is set from the options when absent.</param>
    /// <exception cref="MqttException">Refused, or nobody there.</exception>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public static async Task<MqttClient> ConnectAsync(
        MqttClientOptions options, TimeProvider time, CancellationToken ct, SslClientAuthenticationOptions? tls = null)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        var (link, welcome) = await ClientConnector.ConnectAsync(options, tls, time, ct);
        return new MqttClient(link, welcome, options, time);
    }

    /// <summary>
    /// Publishes, in the order of the calls and within the server's receive maximum. QoS 1: answers the PUBACK's
    /// reason; 0x80 and above means the server refused the message and a repeat will not help. QoS 0: answers when the message is
    /// on its way.
    /// </summary>
    /// <param name="message">QoS 0 or 1.</param>
    /// <param name="ct">Ends the waiting; the message may arrive all the same.</param>
    /// <exception cref="MqttException">The connection is lost; the message may or may not have arrived.</exception>
    public async Task<MqttReasonCode> PublishAsync(MqttMessage message, CancellationToken ct)
    {
        _limits.Check(message);
        var reasons = await WaitAsync(done => _publishes.Add_NeedsLock(message, done), ct);
        return reasons[0];
    }

    /// <summary>Subscribes; answers the granted QoS or the refusal of each filter, in their order.</summary>
    /// <param name="filters">At least one.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="MqttException">The connection is lost.</exception>
    public Task<IReadOnlyList<MqttReasonCode>> SubscribeAsync(IReadOnlyList<MqttSubscription> filters, CancellationToken ct)
    {
        Outgoing.Check(filters.Select(f => f.Filter));
        return WaitAsync(done => _publishes.Ask_NeedsLock(id => new SubscribePacket(id, filters), done), ct);
    }

    /// <summary>Unsubscribes; answers the outcome of each filter, none over 3.1.1.</summary>
    /// <param name="filters">At least one.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="MqttException">The connection is lost.</exception>
    public Task<IReadOnlyList<MqttReasonCode>> UnsubscribeAsync(IReadOnlyList<string> filters, CancellationToken ct)
    {
        Outgoing.Check(filters);
        return WaitAsync(done => _publishes.Ask_NeedsLock(id => new UnsubscribePacket(id, filters), done), ct);
    }

    /// <summary>
    /// Acknowledges received messages, in any order; PUBACKs leave in the order of the publishes (MQTT-4.6.0-2). Ids of 0 and of
    /// a connection that is over are ignored.
    /// </summary>
    public void Ack(params ReadOnlySpan<ushort> packetIds)
    {
        lock (_link.Gate)
        {
            if (_over is not null) return;
            foreach (var id in packetIds) _acks.Complete(id, MqttReasonCode.Success);
            while (_acks.TryRelease(out var id, out var reason)) _link.WritePubAck_NeedsLock(id, reason);
        }

        _link.Outbox.Wake();
    }

    /// <summary>Says goodbye and closes. What is not acknowledged stays with the server if it keeps the session.</summary>
    /// <param name="reason">Success, or 0x04 to have the will published.</param>
    public async Task DisconnectAsync(MqttReasonCode reason = MqttReasonCode.Success)
    {
        var over = new MqttException("This client has disconnected; connect anew.", null, false);
        End(over, new DisconnectPacket(reason), lost: false);
        await _running;
    }

    /// <summary>Disconnects, if that is not done yet.</summary>
    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        _keepAlive.Dispose();
    }

    internal long LastHeard => _link.LastHeard;

    internal ChannelWriter<MqttReceived> Incoming => _messages.Writer;

    internal int Unacknowledged
    {
        get
        {
            lock (_link.Gate) return _acks.Count;
        }
    }

    internal bool TryExpect(ushort packetId)
    {
        lock (_link.Gate) return _acks.TryAdd(packetId);
    }

    internal void Replied(ushort packetId, IReadOnlyList<MqttReasonCode> reasons)
    {
        lock (_link.Gate) _publishes.Replied_NeedsLock(packetId, reasons);
        _link.Outbox.Wake();
    }

    private void Fail(MqttException why) => End(why, farewell: null, lost: true);

    private void End(MqttException why, DisconnectPacket? farewell, bool lost)
    {
        lock (_link.Gate)
        {
            if (_over is not null) return;
            (_over, _lost) = (why, lost);
            if (farewell is not null) _link.Write_NeedsLock(farewell);
            _publishes.End_NeedsLock(why);
            _link.Outbox.Complete_NeedsLock();
        }

        _link.Outbox.Wake();
        _link.StopReading();
        _messages.Writer.TryComplete(lost ? why : null);
    }

    private Task<IReadOnlyList<MqttReasonCode>> WaitAsync(Action<Pending> ask, CancellationToken ct)
    {
        var done = new Pending();
        lock (_link.Gate)
        {
            if (_over is not null) throw _over;
            ask(done);
        }

        _link.Outbox.Wake();
        return done.Task.WaitAsync(ct);
    }

    private async Task RunAsync()
    {
        await Task.WhenAll(SendAsync(), ReadAsync());
        if (!_lost) await _link.LingerAsync(LingerTimeout);
        await _link.DisposeAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            await _link.Outbox.RunAsync();
        }
        catch (Exception e) when (e is TimeoutException || MqttLink.IsGone(e))
        {
            Fail(MqttException.Lost("the server takes no more bytes", e));
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            Fail(await _reader.RunAsync(_link.Reading));
        }
        catch (OperationCanceledException)
        {
            // Ended from elsewhere, which said why.
        }
        catch (Exception e) when (MqttLink.IsGone(e))
        {
            Fail(MqttException.Lost("the network failed", e));
        }
    }
}
