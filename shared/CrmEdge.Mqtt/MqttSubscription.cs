namespace CrmEdge.Mqtt;

/// <summary>One topic filter of a SUBSCRIBE with its options (MQTT 5.0 §3.8.3.1; over 3.1.1 only the QoS is sent).</summary>
/// <param name="Filter">Topic filter, + and # allowed.</param>
/// <param name="Qos">Highest QoS the subscriber wants to receive.</param>
public sealed record MqttSubscription(string Filter, MqttQos Qos = MqttQos.AtLeastOnce)
{
    /// <summary>The subscriber does not want what it published itself.</summary>
    public bool NoLocal { get; init; }

    /// <summary>Deliver with the retain flag as published.</summary>
    public bool RetainAsPublished { get; init; }

    /// <summary>0: send retained messages; 1: only when the subscription is new; 2: never.</summary>
    public byte RetainHandling { get; init; }
}
