namespace CrmEdge.Mqtt.Listener;

/// <summary>What became of a message to a device.</summary>
public enum MqttDelivery
{
    /// <summary>QoS 1: the device acknowledged it.</summary>
    Acknowledged,

    /// <summary>QoS 0: handed to the connection; nobody knows more.</summary>
    Sent,

    /// <summary>The device took it and said no (PUBACK of 0x80 or above). Do not repeat it.</summary>
    Refused,

    /// <summary>No session with this client id. Try again when it connects.</summary>
    NotConnected,

    /// <summary>The device has no subscription for this topic. Try again when it subscribes.</summary>
    NotSubscribed,

    /// <summary>Too many messages wait for this device already. Try again later.</summary>
    QueueFull,

    /// <summary>Larger than the device takes. Do not repeat it.</summary>
    TooLarge,

    /// <summary>Its expiry came before its turn.</summary>
    Expired,

    /// <summary>The connection ended first: the device may or may not have it. Repeat it only if twice does no harm.</summary>
    Unknown,
}

/// <summary>How many devices a message went to.</summary>
/// <param name="Queued">Sessions that will be sent the message.</param>
/// <param name="Dropped">Sessions that were not: QoS 0 with a full queue.</param>
/// <param name="Disconnected">Sessions ended because a QoS 1 message did not fit into their queue.</param>
public readonly record struct MqttFanOut(int Queued, int Dropped, int Disconnected);
