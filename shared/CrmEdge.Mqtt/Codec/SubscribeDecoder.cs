using CrmEdge.Mqtt.Packets;
using CrmEdge.Mqtt.Topics;

namespace CrmEdge.Mqtt.Codec;

/// <summary>SUBSCRIBE, UNSUBSCRIBE and their replies (MQTT 5.0 §3.8 to §3.11).</summary>
internal static class SubscribeDecoder
{
    public static SubscribePacket Subscribe(ref PacketReader r, MqttVersion version)
    {
        var id = r.PacketId();
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, MqttPacketType.Subscribe) : null;
        var filters = new List<MqttSubscription>();
        do
        {
            var filter = Filter(ref r);
            filters.Add(Options(ref r, filter, version));
        }
        while (!r.AtEnd);
        return new SubscribePacket(id, filters, properties);
    }

    public static UnsubscribePacket Unsubscribe(ref PacketReader r, MqttVersion version)
    {
        var id = r.PacketId();
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, MqttPacketType.Unsubscribe) : null;
        var filters = new List<string>();
        do filters.Add(Filter(ref r));
        while (!r.AtEnd);
        return new UnsubscribePacket(id, filters, properties);
    }

    public static SubscribeReplyPacket Reply(MqttPacketType type, ref PacketReader r, MqttVersion version)
    {
        var id = r.PacketId();
        var properties = version == MqttVersion.V5 ? PropertyDecoder.Read(ref r, type) : null;
        var reasons = new List<MqttReasonCode>();
        if (version == MqttVersion.V311 && type == MqttPacketType.UnsubAck) return new SubscribeReplyPacket(type, id, reasons);
        do
        {
            var reason = ConnectDecoder.Reason(ref r, type);
            if (version == MqttVersion.V311 && reason > MqttReasonCode.UnspecifiedError)
                r.Fail(MqttFault.Malformed("a 3.1.1 SUBACK holds 0, 1, 2 or 0x80 (3.1.1 MQTT-3.9.3-2)"));
            reasons.Add(reason);
        }
        while (!r.AtEnd);
        return new SubscribeReplyPacket(type, id, reasons, properties);
    }

    private static string Filter(ref PacketReader r)
    {
        if (r.AtEnd && !r.Fault.IsFault) r.Fail(MqttFault.Protocol("no topic filter (MQTT-3.8.3-2, MQTT-3.10.3-2)"));
        var filter = r.Text();
        if (!MqttTopic.IsValidFilter(filter) && !r.Fault.IsFault)
            r.Fail(MqttFault.Malformed("a topic filter is empty or a wildcard is out of place (MQTT-4.7.1-1, MQTT-4.7.1-2)"));
        return filter;
    }

    private static MqttSubscription Options(ref PacketReader r, string filter, MqttVersion version)
    {
        var options = r.Byte();
        var qos = options & 0b11;
        var retainHandling = (options >> 4) & 0b11;
        var reserved = version == MqttVersion.V5 ? 0b1100_0000 : 0b1111_1100;
        if (qos == 3 || (options & reserved) != 0)
            r.Fail(MqttFault.Malformed("subscription QoS 3 or reserved option bits (MQTT-3.8.3-5)"));
        else if (retainHandling == 3) r.Fail(MqttFault.Protocol("retain handling 3 (3.8.3.1)"));
        return new MqttSubscription(filter, (MqttQos)qos)
        {
            NoLocal = (options & 0b0100) != 0,
            RetainAsPublished = (options & 0b1000) != 0,
            RetainHandling = (byte)retainHandling,
        };
    }
}
