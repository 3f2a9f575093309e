using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Mqtt.Listener;

/// <summary>What CONNECT asked for and CONNACK grants. Pure.</summary>
/// <param name="ClientId">The client's, or assigned.</param>
/// <param name="Welcome">The accepting CONNACK.</param>
/// <param name="KeepAliveLimit">Longest silence: 1.5 times the keep-alive (MQTT-3.1.2-22); null for none.</param>
/// <param name="DeliveryQuota">Unacknowledged publishes the client takes from us.</param>
/// <param name="PacketBytesMax">Largest packet the client takes from us.</param>
internal sealed record SessionTerms(
    string ClientId,
    ConnAckPacket Welcome,
    TimeSpan? KeepAliveLimit,
    int DeliveryQuota,
    uint PacketBytesMax)
{
    public static SessionTerms Of(ConnectPacket connect, string clientId, MqttListenerOptions options)
    {
        var keepAlive = TimeSpan.FromSeconds(connect.KeepAliveSeconds);
        var impose = connect.Version == MqttVersion.V5 && (keepAlive == TimeSpan.Zero || keepAlive > options.KeepAliveMax);
        if (impose) keepAlive = options.KeepAliveMax;
        var asked = connect.Properties;
        var properties = connect.Version == MqttVersion.V311 ? null : new MqttProperties
        {
            // Sessions end with their connection; only a client that asked for more needs to hear it.
            SessionExpirySeconds = asked?.SessionExpirySeconds > 0 ? 0u : null,
            AssignedClientIdentifier = connect.ClientId.Length == 0 ? clientId : null,
            ServerKeepAliveSeconds = impose ? (ushort)keepAlive.TotalSeconds : null,
            ReceiveMaximum = (ushort)options.ReceiveMaximum,
            TopicAliasMaximum = 0,
            MaximumQos = 1,
            RetainAvailable = false,
            MaximumPacketBytes = (uint)options.PacketBytesMax,
            WildcardAvailable = true,
            SubscriptionIdentifiersAvailable = true,
            SharedSubscriptionsAvailable = false,
        };
        return new SessionTerms(
            clientId,
            new ConnAckPacket(SessionPresent: false, MqttReasonCode.Success, properties),
            keepAlive == TimeSpan.Zero ? null : keepAlive * 1.5,
            Math.Min(asked?.ReceiveMaximum ?? ushort.MaxValue, options.OutboundInFlightMax),
            asked?.MaximumPacketBytes ?? uint.MaxValue);
    }

    // Leaves room for every reply of ours, a DISCONNECT with its text included.
    private const int PeerPacketBytesMin = 128;

    /// <summary>The first rule a CONNECT breaks, before anyone is asked who it is.</summary>
    public static MqttFault Check(ConnectPacket connect, MqttListenerOptions options)
    {
        var v5 = connect.Version == MqttVersion.V5;
        if (connect.ClientId.Length == 0 && !v5 && !connect.CleanStart)
            return new(MqttReasonCode.ClientIdentifierNotValid, "an empty client id needs clean session 1 (3.1.1 MQTT-3.1.3-8)");
        if (connect.ClientId.Length > options.ClientIdCharsMax)
            return new(MqttReasonCode.ClientIdentifierNotValid, $"a client id has at most {options.ClientIdCharsMax} characters");
        if (connect.ClientId.Any(char.IsControl))
            return new(MqttReasonCode.ClientIdentifierNotValid, "use a client id without control characters");
        if (connect.Properties?.MaximumPacketBytes < PeerPacketBytesMin)
            return new(MqttReasonCode.PacketTooLarge, $"announce a maximum packet size of at least {PeerPacketBytesMin} bytes");
        if (connect.Properties?.AuthenticationMethod is not null)
            return new(MqttReasonCode.BadAuthenticationMethod, "leave out the authentication method; use user name and password");
        if (v5 && connect.Will is { Qos: MqttQos.ExactlyOnce })
            return new(MqttReasonCode.QosNotSupported, "use a will of QoS 0 or 1 (MQTT-3.2.2-12)");
        return v5 && connect.Will is { Retain: true }
            ? new(MqttReasonCode.RetainNotSupported, "use a will without retain (MQTT-3.2.2-13)")
            : default;
    }
}
