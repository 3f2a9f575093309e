namespace CrmEdge.Mqtt.Flow;

/// <summary>
/// Received QoS 1 publishes that wait for their acknowledgement. They may be completed in any order and are released in the
/// order they came (MQTT-4.6.0-2). Pure; not thread safe.
/// </summary>
internal sealed class AckWindow
{
    private readonly Queue<ushort> _order = new();
    private readonly Dictionary<ushort, MqttReasonCode?> _waiting = [];

    public int Count => _order.Count;

    /// <summary>False when the id is not acknowledged yet and so cannot name another message.</summary>
    public bool TryAdd(ushort packetId)
    {
        if (!_waiting.TryAdd(packetId, null)) return false;
        _order.Enqueue(packetId);
        return true;
    }

    /// <summary>False when the id does not wait or is completed already.</summary>
    public bool Complete(ushort packetId, MqttReasonCode reason)
    {
        if (!_waiting.TryGetValue(packetId, out var known) || known is not null) return false;
        _waiting[packetId] = reason;
        return true;
    }

    /// <summary>The next acknowledgement to send, if the oldest publish is completed.</summary>
    public bool TryRelease(out ushort packetId, out MqttReasonCode reason)
    {
        reason = default;
        if (!_order.TryPeek(out packetId) || _waiting[packetId] is not { } done) return false;
        reason = done;
        _order.Dequeue();
        _waiting.Remove(packetId);
        return true;
    }
}
