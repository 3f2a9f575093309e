namespace CrmEdge.Mqtt;

/// <summary>Delivery promise of one message (MQTT 5.0 §4.3).</summary>
public enum MqttQos : byte
{
    /// <summary>QoS 0: sent once, never acknowledged.</summary>
    AtMostOnce = 0,

    /// <summary>QoS 1: sent until acknowledged by PUBACK; may arrive more than once.</summary>
    AtLeastOnce = 1,

    /// <summary>QoS 2: arrives once. Read and written by the codec; neither listener nor client takes part in it.</summary>
    ExactlyOnce = 2,
}
