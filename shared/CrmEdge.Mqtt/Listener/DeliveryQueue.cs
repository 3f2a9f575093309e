using CrmEdge.Mqtt.Flow;
using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Transport;

namespace CrmEdge.Mqtt.Listener;

/// <summary>Messages to one device: those that wait, and those sent and unacknowledged. Used under the link's gate.</summary>
internal sealed class DeliveryQueue(MqttLink link, int messagesMax, int quota, uint packetBytesMax, TimeProvider time)
{
    // Enough to keep the socket busy; the rest waits in the queue, where it is counted and can expire.
    private const int WriteAheadBytes = 64 * 1024;

    private readonly Queue<Delivery> _waiting = new();
    private readonly SendWindow<Delivery> _sent = new(quota);

    /// <summary>False when the queue is full.</summary>
    public bool TryAdd_NeedsLock(Delivery delivery)
    {
        if (_waiting.Count >= messagesMax) return false;
        _waiting.Enqueue(delivery);
        Pump_NeedsLock();
        return true;
    }

    /// <summary>Moves messages to the connection, in order, as far as its room and the device's quota go.</summary>
    public void Pump_NeedsLock()
    {
        while (link.Outbox.Pending_NeedsLock < WriteAheadBytes && _waiting.TryPeek(out var next))
        {
            if (next.Qos != MqttQos.AtMostOnce && !_sent.HasQuota) return;
            _waiting.Dequeue();
            Send(next);
        }
    }

    public void Acknowledged_NeedsLock(PublishReplyPacket reply)
    {
        // An id that waits for nothing: a late repeat by the device, harmless.
        if (!_sent.TryFinish(reply.PacketId, out var delivery)) return;
        delivery.Finish(reply.Reason >= MqttReasonCode.UnspecifiedError ? MqttDelivery.Refused : MqttDelivery.Acknowledged);
        Pump_NeedsLock();
    }

    /// <summary>The connection is over: what was sent may have arrived, what waited has not.</summary>
    public void End_NeedsLock()
    {
        foreach (var delivery in _sent.Drain()) delivery.Finish(MqttDelivery.Unknown);
        while (_waiting.TryDequeue(out var delivery)) delivery.Finish(MqttDelivery.NotConnected);
    }

    private void Send(Delivery delivery)
    {
        if (delivery.ToSend(time.GetElapsedTime(delivery.QueuedAt)) is not { } message)
        {
            delivery.Finish(MqttDelivery.Expired);
            return;
        }

        ushort id = 0;
        if (message.Qos != MqttQos.AtMostOnce) _sent.TryTake(delivery, out id);
        if (link.TryWrite_NeedsLock(new PublishPacket(message, id), packetBytesMax))
        {
            if (id == 0) delivery.Finish(MqttDelivery.Sent);
            return;
        }

        _sent.TryFinish(id, out _);
        delivery.Finish(MqttDelivery.TooLarge);
    }
}
