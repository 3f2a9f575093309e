using CrmEdge.Mqtt.Codec;
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
        // A text too long must fail here, on its caller, not later on the loop that sends for everyone.
        if (message.Properties is { } properties) new PropertyEncoder().Write(new PacketWriter(), properties);
    }

    public static void Check(IEnumerable<string> filters)
    {
        if (!filters.Any()) throw new ArgumentException("name at least one topic filter");
        if (filters.FirstOrDefault(f => !MqttTopic.IsValidFilter(f)) is { } bad)
            throw new ArgumentException($"'{bad}' is no topic filter; + and # stand alone in a level, # in the last");
    }
}
