namespace CrmEdge.Mqtt.Listener;

/// <summary>One message on its way to one device.</summary>
/// <param name="Message">As the application gave it.</param>
/// <param name="Grant">How the device's subscriptions take it.</param>
/// <param name="QueuedAt">By <see cref="TimeProvider.GetTimestamp"/>.</param>
/// <param name="Done">Null when nobody waits for the outcome.</param>
internal sealed record Delivery(MqttMessage Message, Grant Grant, long QueuedAt, TaskCompletionSource<MqttDelivery>? Done)
{
    public MqttQos Qos => Grant.Qos < Message.Qos ? Grant.Qos : Message.Qos;

    public void Finish(MqttDelivery outcome) => Done?.TrySetResult(outcome);

    /// <summary>The message as it goes on the wire; null when it has expired (MQTT-3.3.2-5, MQTT-3.3.2-6).</summary>
    public MqttMessage? ToSend(TimeSpan waited)
    {
        var properties = Message.Properties;
        var expiry = properties?.MessageExpirySeconds;
        if (expiry is { } seconds && waited.TotalSeconds >= seconds) return null;
        if (expiry is not null || Grant.Identifiers is not null)
        {
            properties = new MqttProperties
            {
                PayloadIsText = properties?.PayloadIsText,
                ContentType = properties?.ContentType,
                ResponseTopic = properties?.ResponseTopic,
                CorrelationData = properties?.CorrelationData,
                UserProperties = properties?.UserProperties,
                MessageExpirySeconds = expiry - (uint)waited.TotalSeconds,
                SubscriptionIdentifiers = Grant.Identifiers,
            };
        }

        return Message with { Qos = Qos, Retain = Message.Retain && Grant.RetainAsPublished, Properties = properties };
    }
}

/// <summary>A subscription in force, or several of one device seen as one.</summary>
internal sealed record Grant(MqttQos Qos, bool RetainAsPublished, IReadOnlyList<int>? Identifiers)
{
    /// <summary>Overlapping subscriptions deliver once, at the highest QoS, with all ids (MQTT-3.3.4-2, MQTT-3.3.4-3).</summary>
    public static Grant Join(Grant a, Grant b) => new(
        a.Qos > b.Qos ? a.Qos : b.Qos,
        a.RetainAsPublished || b.RetainAsPublished,
        a.Identifiers is null ? b.Identifiers : b.Identifiers is null ? a.Identifiers : [.. a.Identifiers, .. b.Identifiers]);
}
