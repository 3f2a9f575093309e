namespace CrmEdge.Mqtt;

/// <summary>
/// Properties of an MQTT 5.0 packet (§2.2.2.2). A null member is absent on the wire. Not thread safe; do not change it once the
/// packet or message that holds it was handed over.
/// </summary>
public sealed class MqttProperties
{
    /// <summary>True when the payload is UTF-8 text.</summary>
    public bool? PayloadIsText { get; set; }

    /// <summary>Seconds after which an undelivered message is worthless.</summary>
    public uint? MessageExpirySeconds { get; set; }

    /// <summary>MIME type of the payload.</summary>
    public string? ContentType { get; set; }

    /// <summary>Topic an answer should go to.</summary>
    public string? ResponseTopic { get; set; }

    /// <summary>Opaque bytes the answer repeats.</summary>
    public ReadOnlyMemory<byte>? CorrelationData { get; set; }

    /// <summary>Ids of the subscriptions a delivered message matched, 1 to 268,435,455; in SUBSCRIBE at most one.</summary>
    public IReadOnlyList<int>? SubscriptionIdentifiers { get; set; }

    /// <summary>Name and value pairs in the order they were sent; a name may repeat.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? UserProperties { get; set; }

    /// <summary>Seconds the session outlives its connection.</summary>
    public uint? SessionExpirySeconds { get; set; }

    /// <summary>Client id the server chose for a client that sent none.</summary>
    public string? AssignedClientIdentifier { get; set; }

    /// <summary>Keep-alive in seconds that the server imposes.</summary>
    public ushort? ServerKeepAliveSeconds { get; set; }

    /// <summary>Name of an enhanced authentication method.</summary>
    public string? AuthenticationMethod { get; set; }

    /// <summary>Bytes of an enhanced authentication step.</summary>
    public ReadOnlyMemory<byte>? AuthenticationData { get; set; }

    /// <summary>False when the client wants no reason strings except in CONNACK, PUBLISH and DISCONNECT.</summary>
    public bool? RequestProblemInformation { get; set; }

    /// <summary>Seconds the server waits before it publishes the will.</summary>
    public uint? WillDelaySeconds { get; set; }

    /// <summary>True when the client asks for response information.</summary>
    public bool? RequestResponseInformation { get; set; }

    /// <summary>Base for response topics.</summary>
    public string? ResponseInformation { get; set; }

    /// <summary>Another server to use.</summary>
    public string? ServerReference { get; set; }

    /// <summary>Text for a person who looks into the failure.</summary>
    public string? ReasonString { get; set; }

    /// <summary>Unacknowledged QoS 1 and 2 publishes the sender of this property takes at once, 1 to 65,535.</summary>
    public ushort? ReceiveMaximum { get; set; }

    /// <summary>Highest topic alias accepted; 0 or absent means none.</summary>
    public ushort? TopicAliasMaximum { get; set; }

    /// <summary>Number that stands for the topic name.</summary>
    public ushort? TopicAlias { get; set; }

    /// <summary>Highest QoS the server takes: 0 or 1; absent means 2.</summary>
    public byte? MaximumQos { get; set; }

    /// <summary>False when the server takes no retained messages.</summary>
    public bool? RetainAvailable { get; set; }

    /// <summary>Largest packet in bytes, fixed header included, that the sender of this property takes.</summary>
    public uint? MaximumPacketBytes { get; set; }

    /// <summary>False when the server takes no wildcard filters.</summary>
    public bool? WildcardAvailable { get; set; }

    /// <summary>False when the server takes no subscription identifiers.</summary>
    public bool? SubscriptionIdentifiersAvailable { get; set; }

    /// <summary>False when the server takes no shared subscriptions.</summary>
    public bool? SharedSubscriptionsAvailable { get; set; }
}
