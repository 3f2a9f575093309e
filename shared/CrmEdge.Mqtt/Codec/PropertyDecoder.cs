using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

internal static class PropertyDecoder
{
    /// <summary>Reads the length and the properties; null when there are none.</summary>
    public static MqttProperties? Read(ref PacketReader reader, MqttPacketType owner)
    {
        var length = reader.VarInt();
        if (length == 0) return null;
        var section = new PacketReader(reader.Take(length));
        var properties = new MqttProperties();
        var seen = 0UL;
        while (!section.AtEnd)
        {
            var id = section.VarInt();
            if (!PropertyTable.Allows(id, owner))
            {
                section.Fail(MqttFault.Malformed($"property 0x{id:X2} is not allowed in {Name(owner)} (2.2.2.2)"));
                break;
            }

            var bit = 1UL << id;
            if ((seen & bit) != 0 && !MayRepeat(id, owner))
                section.Fail(MqttFault.Protocol($"property 0x{id:X2} stands twice in {Name(owner)} (2.2.2.2)"));
            seen |= bit;
            ReadOne(ref section, properties, id);
        }

        if (section.Fault.IsFault) reader.Fail(section.Fault);
        return properties;
    }

    private static string Name(MqttPacketType owner) =>
        owner == PropertyTable.Will ? "a will" : owner.ToString().ToUpperInvariant();

    private static bool MayRepeat(int id, MqttPacketType owner) =>
        id == PropertyId.UserProperty || (id == PropertyId.SubscriptionIdentifier && owner == MqttPacketType.Publish);

    private static void ReadOne(ref PacketReader r, MqttProperties p, int id)
    {
        switch (id)
        {
            case PropertyId.PayloadFormat: p.PayloadIsText = r.Flag(); break;
            case PropertyId.MessageExpiry: p.MessageExpirySeconds = r.FourBytes(); break;
            case PropertyId.ContentType: p.ContentType = r.Text(); break;
            case PropertyId.ResponseTopic: p.ResponseTopic = ResponseTopic(ref r); break;
            case PropertyId.CorrelationData: p.CorrelationData = r.Binary().ToArray(); break;
            case PropertyId.SubscriptionIdentifier:
                p.SubscriptionIdentifiers = Append(p.SubscriptionIdentifiers, SubscriptionIdentifier(ref r));
                break;
            case PropertyId.SessionExpiry: p.SessionExpirySeconds = r.FourBytes(); break;
            case PropertyId.AssignedClientIdentifier: p.AssignedClientIdentifier = r.Text(); break;
            case PropertyId.ServerKeepAlive: p.ServerKeepAliveSeconds = r.TwoBytes(); break;
            case PropertyId.AuthenticationMethod: p.AuthenticationMethod = r.Text(); break;
            case PropertyId.AuthenticationData: p.AuthenticationData = r.Binary().ToArray(); break;
            case PropertyId.RequestProblemInformation: p.RequestProblemInformation = r.Flag(); break;
            case PropertyId.WillDelay: p.WillDelaySeconds = r.FourBytes(); break;
            case PropertyId.RequestResponseInformation: p.RequestResponseInformation = r.Flag(); break;
            case PropertyId.ResponseInformation: p.ResponseInformation = r.Text(); break;
            case PropertyId.ServerReference: p.ServerReference = r.Text(); break;
            case PropertyId.ReasonString: p.ReasonString = r.Text(); break;
            case PropertyId.ReceiveMaximum: p.ReceiveMaximum = NotZero(ref r, r.TwoBytes()); break;
            case PropertyId.TopicAliasMaximum: p.TopicAliasMaximum = r.TwoBytes(); break;
            case PropertyId.TopicAlias: p.TopicAlias = r.TwoBytes(); break;
            case PropertyId.MaximumQos: p.MaximumQos = (byte)(r.Flag() ? 1 : 0); break;
            case PropertyId.RetainAvailable: p.RetainAvailable = r.Flag(); break;
            case PropertyId.UserProperty: p.UserProperties = Append(p.UserProperties, new(r.Text(), r.Text())); break;
            case PropertyId.MaximumPacket: p.MaximumPacketBytes = NotZero(ref r, r.FourBytes()); break;
            case PropertyId.WildcardAvailable: p.WildcardAvailable = r.Flag(); break;
            case PropertyId.SubscriptionIdentifiersAvailable: p.SubscriptionIdentifiersAvailable = r.Flag(); break;
            case PropertyId.SharedAvailable: p.SharedSubscriptionsAvailable = r.Flag(); break;
        }
    }

    private static string ResponseTopic(ref PacketReader r)
    {
        var topic = r.Text();
        if (topic.AsSpan().ContainsAny('+', '#'))
            r.Fail(MqttFault.Protocol("the response topic holds a wildcard (MQTT-3.3.2-14)"));
        return topic;
    }

    private static int SubscriptionIdentifier(ref PacketReader r)
    {
        var id = r.VarInt();
        if (id == 0) r.Fail(MqttFault.Protocol("a subscription identifier is 0 (3.8.2.1.2)"));
        return id;
    }

    private static T NotZero<T>(ref PacketReader r, T value) where T : struct, IEquatable<T>
    {
        if (value.Equals(default)) r.Fail(MqttFault.Protocol("a maximum is 0 (3.1.2.11)"));
        return value;
    }

    private static List<T> Append<T>(IReadOnlyList<T>? list, T item)
    {
        var longer = (List<T>?)list ?? [];
        longer.Add(item);
        return longer;
    }
}
