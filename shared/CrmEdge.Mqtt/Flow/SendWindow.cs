namespace CrmEdge.Mqtt.Flow;

/// <summary>
/// Packet ids of what was sent and waits for its reply, and the quota of unacknowledged publishes the receiver granted
/// (MQTT 5.0 §4.9). Pure; not thread safe.
/// </summary>
internal sealed class SendWindow<T>(int quota)
{
    private readonly Dictionary<ushort, (T State, bool Counts)> _waiting = [];
    private int _publishes;
    private ushort _last;

    public bool HasQuota => _publishes < quota && _waiting.Count < ushort.MaxValue;

    public int Count => _waiting.Count;

    /// <summary>Takes an id for a publish; false when the quota is used up.</summary>
    public bool TryTake(T state, out ushort packetId)
    {
        packetId = 0;
        if (!HasQuota) return false;
        packetId = Add(state, counts: true);
        _publishes++;
        return true;
    }

    /// <summary>Takes an id for SUBSCRIBE or UNSUBSCRIBE, which do not count; false when all 65,535 are used.</summary>
    public bool TryTakeFree(T state, out ushort packetId)
    {
        packetId = 0;
        if (_waiting.Count >= ushort.MaxValue) return false;
        packetId = Add(state, counts: false);
        return true;
    }

    /// <summary>False when nothing waits for this id.</summary>
    public bool TryFinish(ushort packetId, out T state)
    {
        var found = _waiting.Remove(packetId, out var entry);
        if (found && entry.Counts) _publishes--;
        state = entry.State;
        return found;
    }

    /// <summary>Empties the window and answers what was in it.</summary>
    public IReadOnlyList<T> Drain()
    {
        var states = _waiting.Values.Select(e => e.State).ToArray();
        _waiting.Clear();
        _publishes = 0;
        return states;
    }

    private ushort Add(T state, bool counts)
    {
        do _last = _last == ushort.MaxValue ? (ushort)1 : (ushort)(_last + 1);
        while (!_waiting.TryAdd(_last, (state, counts)));
        return _last;
    }
}
