using CrmEdge.Mqtt.Topics;

namespace CrmEdge.Mqtt.Listener;

/// <summary>The sessions in force by client id, and who subscribed to what.</summary>
internal sealed class SessionRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, MqttSession> _byClientId = new(StringComparer.Ordinal);
    private readonly TopicTree<MqttSession, Grant> _subscriptions = new();
    private long _assigned;

    public int Count
    {
        get
        {
            lock (_gate) return _byClientId.Count;
        }
    }

    /// <summary>A client id that no session uses.</summary>
    public string AssignClientId()
    {
        lock (_gate)
        {
            while (true)
            {
                var id = $"assigned-{++_assigned}";
                if (!_byClientId.ContainsKey(id)) return id;
            }
        }
    }

    /// <summary>
    /// Puts the session in force and answers the one it takes over (MQTT-3.1.4-3). False when the client id is in use by another
    /// device: its session is not for taking.
    /// </summary>
    public bool TryEnter(MqttSession session, out MqttSession? former)
    {
        lock (_gate)
        {
            if (_byClientId.TryGetValue(session.ClientId, out former) && former.Device.Name != session.Device.Name) return false;
            session.Welcome();
            _byClientId[session.ClientId] = session;
            return true;
        }
    }

    public void Leave(MqttSession session, IEnumerable<string> filters)
    {
        lock (_gate)
        {
            if (_byClientId.TryGetValue(session.ClientId, out var current) && current == session)
                _byClientId.Remove(session.ClientId);
            foreach (var filter in filters) _subscriptions.Remove(filter, session);
        }
    }

    public MqttSession? Find(string clientId)
    {
        lock (_gate) return _byClientId.GetValueOrDefault(clientId);
    }

    public IReadOnlyList<MqttSession> All()
    {
        lock (_gate) return [.. _byClientId.Values];
    }

    public void Subscribe(MqttSession session, string filter, Grant grant)
    {
        lock (_gate) _subscriptions.Set(filter, session, grant);
    }

    public void Unsubscribe(MqttSession session, string filter)
    {
        lock (_gate) _subscriptions.Remove(filter, session);
    }

    /// <summary>Each session once, with its overlapping subscriptions joined.</summary>
    public IReadOnlyDictionary<MqttSession, Grant> Subscribers(string topic)
    {
        var found = new List<KeyValuePair<MqttSession, Grant>>();
        lock (_gate) _subscriptions.Match(topic, found);
        var joined = new Dictionary<MqttSession, Grant>();
        foreach (var (session, grant) in found)
            joined[session] = joined.TryGetValue(session, out var other) ? Grant.Join(other, grant) : grant;
        return joined;
    }
}
