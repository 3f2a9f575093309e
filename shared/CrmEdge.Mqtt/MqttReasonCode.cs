namespace CrmEdge.Mqtt;

/// <summary>Reason codes of MQTT 5.0 §2.4. 0x80 and above are failures.</summary>
public enum MqttReasonCode : byte
{
    /// <summary>Accepted; in DISCONNECT a normal end; in SUBACK granted QoS 0.</summary>
    Success = 0x00,

    /// <summary>Subscription granted at QoS 1.</summary>
    GrantedQos1 = 0x01,

    /// <summary>Subscription granted at QoS 2.</summary>
    GrantedQos2 = 0x02,

    /// <summary>The client leaves and wants its will published.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>Taken, though nobody subscribes to it.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>UNSUBSCRIBE of a filter that was not there.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>Next step of an enhanced authentication.</summary>
    ContinueAuthentication = 0x18,

    /// <summary>The client starts a new authentication.</summary>
    ReAuthenticate = 0x19,

    /// <summary>The sender does not say why.</summary>
    UnspecifiedError = 0x80,

    /// <summary>The bytes do not form a packet.</summary>
    MalformedPacket = 0x81,

    /// <summary>A well-formed packet that is not allowed here.</summary>
    ProtocolError = 0x82,

    /// <summary>Valid, but this receiver cannot process it now.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>The server does not speak this protocol level.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>The client id is not allowed for this client.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>The credentials are wrong.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>The credentials are right, the action is not allowed.</summary>
    NotAuthorized = 0x87,

    /// <summary>The server cannot serve now.</summary>
    ServerUnavailable = 0x88,

    /// <summary>The server has too much to do; try again later.</summary>
    ServerBusy = 0x89,

    /// <summary>The client is barred.</summary>
    Banned = 0x8A,

    /// <summary>The server stops.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>The enhanced authentication method is not supported.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>Nothing was heard for 1.5 times the keep-alive.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>Another connection uses this client id now.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>The filter is well formed but not accepted.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>The topic name is well formed but not accepted.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>The packet id is already in use.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>The packet id is not known.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>More unacknowledged publishes than the receiver announced it takes.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>A topic alias above the announced maximum, or 0.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>The packet is larger than the receiver takes.</summary>
    PacketTooLarge = 0x95,

    /// <summary>The sender is too fast.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>A limit of the receiver is reached.</summary>
    QuotaExceeded = 0x97,

    /// <summary>An operator or a rule of the business ended it.</summary>
    AdministrativeAction = 0x98,

    /// <summary>The payload is not what its format indicator says.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>Retained messages are not supported.</summary>
    RetainNotSupported = 0x9A,

    /// <summary>The QoS is above the announced maximum.</summary>
    QosNotSupported = 0x9B,

    /// <summary>Use another server for now.</summary>
    UseAnotherServer = 0x9C,

    /// <summary>Use another server from now on.</summary>
    ServerMoved = 0x9D,

    /// <summary>Shared subscriptions are not supported.</summary>
    SharedSubscriptionsNotSupported = 0x9E,

    /// <summary>Too many connections in a short time.</summary>
    ConnectionRateExceeded = 0x9F,

    /// <summary>The longest connection time is over.</summary>
    MaximumConnectTime = 0xA0,

    /// <summary>Subscription identifiers are not supported.</summary>
    SubscriptionIdentifiersNotSupported = 0xA1,

    /// <summary>Wildcard subscriptions are not supported.</summary>
    WildcardSubscriptionsNotSupported = 0xA2,
}
