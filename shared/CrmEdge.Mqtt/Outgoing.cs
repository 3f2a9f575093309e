using CrmEdge.Mqtt.Topics;

namespace CrmEdge.Mqtt;

/// <summary>What an application may hand over for sending.</summary>
internal static class Outgoing
{
    public static void Check(MqttMessage message)
    {
        if (!MqttTopic.IsValidName(message.Topic))
            throw new ArgumentException($"'{message.Topic}' is no topic name; leave out + and # and keep it within 65,535 bytes");
        if (message.Qos > MqttQos.AtLeastOnce)
            throw new ArgumentException("QoS 2 is not spoken here; use QoS 1 and let the receiver drop repeats");
    }
}
