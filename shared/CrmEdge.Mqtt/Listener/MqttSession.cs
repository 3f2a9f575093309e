using System.Net;
using CrmEdge.Mqtt.Flow;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Topics;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Listener;

/// <summary>One connected device. All members may be called from any thread, also after the session is over.</summary>
public sealed class MqttSession
{
    private const int RefusalsLoggedMax = 10;

    private readonly MqttLink _link;
    private readonly ListenerServices _services;
    private readonly SessionTerms _terms;
    private readonly DeliveryQueue _deliveries;
    private readonly AckWindow _acks = new();
    private readonly Dictionary<string, Grant> _grants = new(StringComparer.Ordinal);
    private TaskCompletionSource? _released;
    private long _refusals;

    internal MqttSession(MqttLink link, SessionTerms terms, IMqttDevice device, EndPoint? remote, ListenerServices services)
    {
        (_link, _services, _terms, Device, Remote) = (link, services, terms, device, remote);
        _deliveries = new DeliveryQueue(
            link, services.Options.OutboundMessagesMax, terms.DeliveryQuota, terms.PacketBytesMax, services.Time);
        link.Outbox.Refill = _deliveries.Pump_NeedsLock;
    }

    /// <summary>The device's client id, or the one it was assigned.</summary>
    public string ClientId => _terms.ClientId;

    /// <summary>Who it is, as the authority said.</summary>
    public IMqttDevice Device { get; }

    /// <summary>Where it connected from.</summary>
    public EndPoint? Remote { get; }

    /// <summary>The protocol level it speaks.</summary>
    public MqttVersion Version => _link.Version;

    /// <summary>Null while the session stands.</summary>
    internal MqttSessionEnd? End { get; private set; }

    internal TimeSpan? KeepAliveLimit => _terms.KeepAliveLimit;

    /// <summary>
    /// Sends a message. Completes when the device acknowledged it (QoS 1) or the connection took it (QoS 0). Do not await it
    /// where inbound messages are read: an acknowledgement comes in behind them.
    /// </summary>
    /// <param name="message">QoS 0 or 1; lowered to what the device subscribed with.</param>
    /// <param name="ct">Ends the waiting, not the delivery.</param>
    public Task<MqttDelivery> DeliverAsync(MqttMessage message, CancellationToken ct)
    {
        Outgoing.Check(message);
        var done = new TaskCompletionSource<MqttDelivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        var refusal = Enqueue(message, grant: null, done);
        return refusal is { } outcome ? Task.FromResult(outcome) : done.Task.WaitAsync(ct);
    }

    /// <summary>
    /// Ends the session. A v5 device is told why, a 3.1.1 device sees the connection close. Does nothing when it is over already.
    /// </summary>
    /// <param name="reason">Such as 0x98, administrative action.</param>
    /// <param name="text">For the device and the log: what to do next, nothing secret.</param>
    public void Disconnect(MqttReasonCode reason, string text) => TryEnd(new MqttSessionEnd(reason, text, ByDevice: false));

    internal void Welcome()
    {
        lock (_link.Gate) _link.Write_NeedsLock(_terms.Welcome);
    }

    /// <summary>Null when queued, else why not.</summary>
    internal MqttDelivery? Enqueue(MqttMessage message, Grant? grant, TaskCompletionSource<MqttDelivery>? done)
    {
        lock (_link.Gate)
        {
            if (End is not null) return MqttDelivery.NotConnected;
            grant ??= GrantFor_NeedsLock(message.Topic);
            if (grant is null) return MqttDelivery.NotSubscribed;
            var delivery = new Delivery(message, grant, _services.Time.GetTimestamp(), done);
            if (!_deliveries.TryAdd_NeedsLock(delivery)) return MqttDelivery.QueueFull;
        }

        Wake();
        return null;
    }

    internal void Acknowledged(PublishReplyPacket reply)
    {
        lock (_link.Gate) _deliveries.Acknowledged_NeedsLock(reply);
        Wake();
    }

    internal bool HasGrant(string filter)
    {
        lock (_link.Gate) return _grants.ContainsKey(filter);
    }

    internal int Grants
    {
        get
        {
            lock (_link.Gate) return _grants.Count;
        }
    }

    internal void AddGrant(string filter, Grant grant)
    {
        lock (_link.Gate) _grants[filter] = grant;
        _services.Sessions.Subscribe(this, filter, grant);
    }

    internal bool RemoveGrant(string filter)
    {
        lock (_link.Gate)
        {
            if (!_grants.Remove(filter)) return false;
        }

        _services.Sessions.Unsubscribe(this, filter);
        return true;
    }

    /// <summary>Returns when the device has room for one more unacknowledged publish.</summary>
    internal async ValueTask PublishRoomAsync(int max, CancellationToken ct)
    {
        while (true)
        {
            Task released;
            lock (_link.Gate)
            {
                if (_acks.Count < max) return;
                _released ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                released = _released.Task;
            }

            await released.WaitAsync(ct);
        }
    }

    /// <summary>False when the packet id is still unacknowledged.</summary>
    internal bool TryExpect(ushort packetId)
    {
        lock (_link.Gate) return _acks.TryAdd(packetId);
    }

    internal int Unacknowledged
    {
        get
        {
            lock (_link.Gate) return _acks.Count;
        }
    }

    /// <summary>Releases what can go in order; the caller wakes the connection afterwards.</summary>
    internal void Complete(ushort packetId, MqttReasonCode reason)
    {
        lock (_link.Gate)
        {
            // After the end nothing may be acknowledged: a message before this one may have failed.
            if (End is not null || !_acks.Complete(packetId, reason)) return;
            while (_acks.TryRelease(out var id, out var released)) _link.WritePubAck_NeedsLock(id, released);
            _released?.TrySetResult();
            _released = null;
        }
    }

    internal void Refuse(ushort packetId, MqttReasonCode reason, string text)
    {
        if (Version == MqttVersion.V311)
        {
            Disconnect(reason, text);
            return;
        }

        NoteRefusal(reason, text);
        Complete(packetId, reason);
        Wake();
    }

    /// <summary>Counts it, and logs the first few: a device may be refused thousands of times a second.</summary>
    internal void NoteRefusal(MqttReasonCode reason, string text)
    {
        ListenerMetrics.Refused(reason);
        if (Interlocked.Increment(ref _refusals) <= RefusalsLoggedMax) Log.Refused(_services.Logger, ClientId, reason, text);
    }

    internal void Send(MqttPacket packet)
    {
        lock (_link.Gate)
        {
            if (End is null) _link.Write_NeedsLock(packet);
        }

        Wake();
    }

    internal void Wake()
    {
        int pending;
        lock (_link.Gate) pending = _link.Outbox.Pending_NeedsLock;
        if (pending > _services.Options.OutboundBytesMax) TryEnd(SessionEnds.Slow);
        _link.Outbox.Wake();
    }

    /// <summary>Ends the session once; the first reason stands.</summary>
    internal bool TryEnd(MqttSessionEnd end)
    {
        lock (_link.Gate)
        {
            if (End is not null) return false;
            End = end;
            if (!end.ByDevice && Version == MqttVersion.V5) Farewell_NeedsLock(end);
            _deliveries.End_NeedsLock();
            _link.Outbox.Complete_NeedsLock();
            _released?.TrySetResult();
        }

        _link.Outbox.Wake();
        _link.StopReading();
        return true;
    }

    internal void Leave()
    {
        string[] filters;
        lock (_link.Gate) filters = [.. _grants.Keys];
        _services.Sessions.Leave(this, filters);
    }

    private void Farewell_NeedsLock(MqttSessionEnd end)
    {
        if (!_link.TryWrite_NeedsLock(SessionEnds.Farewell(end, withText: true), _terms.PacketBytesMax))
            _link.Write_NeedsLock(SessionEnds.Farewell(end, withText: false));
    }

    private Grant? GrantFor_NeedsLock(string topic)
    {
        Grant? joined = null;
        foreach (var (filter, grant) in _grants)
        {
            if (!MqttTopic.Matches(filter, topic)) continue;
            joined = joined is null ? grant : Grant.Join(joined, grant);
        }

        return joined;
    }
}
