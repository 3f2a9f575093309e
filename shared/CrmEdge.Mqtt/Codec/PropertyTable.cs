using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Codec;

/// <summary>Which property may stand in which packet (MQTT 5.0 table 2-4).</summary>
internal static class PropertyTable
{
    /// <summary>Stands for the will properties, which are not a packet of their own.</summary>
    public const MqttPacketType Will = 0;

    private const int Connect = 1 << (int)MqttPacketType.Connect;
    private const int ConnAck = 1 << (int)MqttPacketType.ConnAck;
    private const int Publish = 1 << (int)MqttPacketType.Publish;
    private const int Subscribe = 1 << (int)MqttPacketType.Subscribe;
    private const int Unsubscribe = 1 << (int)MqttPacketType.Unsubscribe;
    private const int Disconnect = 1 << (int)MqttPacketType.Disconnect;
    private const int Auth = 1 << (int)MqttPacketType.Auth;
    private const int InWill = 1 << (int)Will;
    private const int PublishReplies = 0b1111 << (int)MqttPacketType.PubAck;
    private const int SubscribeReplies = (1 << (int)MqttPacketType.SubAck) | (1 << (int)MqttPacketType.UnsubAck);
    private const int Replies = ConnAck | PublishReplies | SubscribeReplies | Disconnect | Auth;

    public static bool Allows(int id, MqttPacketType owner) => (Owners(id) & (1 << (int)owner)) != 0;

    private static int Owners(int id) => id switch
    {
        PropertyId.PayloadFormat or PropertyId.MessageExpiry or PropertyId.ContentType or PropertyId.ResponseTopic
            or PropertyId.CorrelationData => Publish | InWill,
        PropertyId.SubscriptionIdentifier => Publish | Subscribe,
        PropertyId.SessionExpiry => Connect | ConnAck | Disconnect,
        PropertyId.AssignedClientIdentifier or PropertyId.ServerKeepAlive or PropertyId.ResponseInformation
            or PropertyId.MaximumQos or PropertyId.RetainAvailable or PropertyId.WildcardAvailable
            or PropertyId.SubscriptionIdentifiersAvailable or PropertyId.SharedAvailable => ConnAck,
        PropertyId.AuthenticationMethod or PropertyId.AuthenticationData => Connect | ConnAck | Auth,
        PropertyId.RequestProblemInformation or PropertyId.RequestResponseInformation => Connect,
        PropertyId.WillDelay => InWill,
        PropertyId.ServerReference => ConnAck | Disconnect,
        PropertyId.ReasonString => Replies,
        PropertyId.ReceiveMaximum or PropertyId.TopicAliasMaximum or PropertyId.MaximumPacket => Connect | ConnAck,
        PropertyId.TopicAlias => Publish,
        PropertyId.UserProperty => Connect | Publish | InWill | Subscribe | Unsubscribe | Replies,
        _ => 0,
    };
}
