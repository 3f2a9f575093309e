using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>PUBLISH and its replies (MQTT 5.0 §3.3 to §3.7).</summary>
internal sealed class PublishDecoder
{
    // A device publishes to very few topics, mostly to one: its name is not decoded and allocated for every message.
    private byte[] _lastTopicUtf8 = [];
    private string _lastTopic = "";

    public PublishPacket Publish(byte flags, ref PacketReader r, MqttVersion version)
    {
        var qos = (MqttQos)((flags >> 1) & 3);
        var duplicate = (flags & 0b1000) != 0;
        if (qos > MqttQos.ExactlyOnce) r.Fail(MqttFault.Malformed("QoS 3 (MQTT-3.3.1-4)"));
        if (duplicate && qos == MqttQos.AtMostOnce) r.Fail(MqttFault.Malformed("DUP on a QoS 0 message (MQTT-3.3.1-2)"));
        var topic = Topic(ref r);
        var id = qos == MqttQos.AtMostOnce ? (ushort)0 : r.PacketId();
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, MqttPacketType.Publish) : null;
        if (topic.Length == 0 && properties?.TopicAlias is null) r.Fail(MqttFault.Protocol("no topic name (MQTT-4.7.3-1)"));
        var message = new MqttMessage(topic, r.Rest().ToArray(), qos) { Retain = (flags & 1) != 0, Properties = properties };
        return new PublishPacket(message, id, duplicate);
    }

    public static PublishReplyPacket Reply(MqttPacketType type, ref PacketReader r, MqttVersion version)
    {
        var id = r.PacketId();
        if (version == MqttVersion.V311 || r.AtEnd) return new PublishReplyPacket(type, id);
        var reason = ConnectDecoder.Reason(ref r, type);
        return new PublishReplyPacket(type, id, reason, r.AtEnd ? null : PropertyDecoder.Read(ref r, type));
    }

    public static string TopicName(ref PacketReader r, string topic)
    {
        if (topic.AsSpan().ContainsAny('+', '#')) r.Fail(MqttFault.Malformed("a topic name holds a wildcard (MQTT-3.3.2-2)"));
        return topic;
    }

    private string Topic(ref PacketReader r)
    {
        var utf8 = r.Binary();
        if (utf8.SequenceEqual(_lastTopicUtf8)) return _lastTopic;
        var topic = TopicName(ref r, r.Text(utf8));
        if (!r.Fault.IsFault) (_lastTopicUtf8, _lastTopic) = (utf8.ToArray(), topic);
        return topic;
    }
}
