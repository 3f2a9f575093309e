namespace CrmEdge.Mqtt;

/// <summary>An application message. The payload is not copied on its way out: leave it alone until it is acknowledged.</summary>
/// <param name="Topic">Topic name without wildcards, 1 to 65,535 bytes of UTF-8.</param>
/// <param name="Payload">Any bytes, also none.</param>
/// <param name="Qos">Delivery promise.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos = MqttQos.AtLeastOnce)
{
    /// <summary>The sender asked the server to keep it for later subscribers.</summary>
    public bool Retain { get; init; }

    /// <summary>MQTT 5.0 properties; null when there are none. Not sent over a 3.1.1 connection.</summary>
    public MqttProperties? Properties { get; init; }
}
