namespace CrmEdge.Mqtt.Codec;

/// <summary>Writes properties in ascending order of their ids, user properties last.</summary>
internal sealed class PropertyEncoder
{
    private readonly PacketWriter _section = new();

    public void Write(PacketWriter output, MqttProperties? properties)
    {
        if (properties is null)
        {
            output.Byte(0);
            return;
        }

        _section.Clear();
        WriteMessage(properties);
        WriteSession(properties);
        WriteLimits(properties);
        foreach (var (name, value) in properties.UserProperties ?? [])
        {
            _section.Byte(PropertyId.UserProperty);
            _section.Text(name);
            _section.Text(value);
        }

        output.VarInt(_section.Count);
        output.Raw(_section.Written.Span);
    }

    private void WriteMessage(MqttProperties p)
    {
        Flag(PropertyId.PayloadFormat, p.PayloadIsText);
        FourBytes(PropertyId.MessageExpiry, p.MessageExpirySeconds);
        Text(PropertyId.ContentType, p.ContentType);
        Text(PropertyId.ResponseTopic, p.ResponseTopic);
        Binary(PropertyId.CorrelationData, p.CorrelationData);
        foreach (var id in p.SubscriptionIdentifiers ?? [])
        {
            _section.Byte(PropertyId.SubscriptionIdentifier);
            _section.VarInt(id);
        }
    }

    private void WriteSession(MqttProperties p)
    {
        FourBytes(PropertyId.SessionExpiry, p.SessionExpirySeconds);
        Text(PropertyId.AssignedClientIdentifier, p.AssignedClientIdentifier);
        TwoBytes(PropertyId.ServerKeepAlive, p.ServerKeepAliveSeconds);
        Text(PropertyId.AuthenticationMethod, p.AuthenticationMethod);
        Binary(PropertyId.AuthenticationData, p.AuthenticationData);
        Flag(PropertyId.RequestProblemInformation, p.RequestProblemInformation);
        FourBytes(PropertyId.WillDelay, p.WillDelaySeconds);
        Flag(PropertyId.RequestResponseInformation, p.RequestResponseInformation);
        Text(PropertyId.ResponseInformation, p.ResponseInformation);
        Text(PropertyId.ServerReference, p.ServerReference);
        Text(PropertyId.ReasonString, p.ReasonString);
    }

    private void WriteLimits(MqttProperties p)
    {
        TwoBytes(PropertyId.ReceiveMaximum, p.ReceiveMaximum);
        TwoBytes(PropertyId.TopicAliasMaximum, p.TopicAliasMaximum);
        TwoBytes(PropertyId.TopicAlias, p.TopicAlias);
        Flag(PropertyId.MaximumQos, p.MaximumQos is { } qos ? qos == 1 : null);
        Flag(PropertyId.RetainAvailable, p.RetainAvailable);
        FourBytes(PropertyId.MaximumPacket, p.MaximumPacketBytes);
        Flag(PropertyId.WildcardAvailable, p.WildcardAvailable);
        Flag(PropertyId.SubscriptionIdentifiersAvailable, p.SubscriptionIdentifiersAvailable);
        Flag(PropertyId.SharedAvailable, p.SharedSubscriptionsAvailable);
    }

    private void Flag(byte id, bool? value)
    {
        if (value is not { } yes) return;
        _section.Byte(id);
        _section.Byte(yes ? (byte)1 : (byte)0);
    }

    private void TwoBytes(byte id, ushort? value)
    {
        if (value is not { } number) return;
        _section.Byte(id);
        _section.TwoBytes(number);
    }

    private void FourBytes(byte id, uint? value)
    {
        if (value is not { } number) return;
        _section.Byte(id);
        _section.FourBytes(number);
    }

    private void Text(byte id, string? value)
    {
        if (value is null) return;
        _section.Byte(id);
        _section.Text(value);
    }

    private void Binary(byte id, ReadOnlyMemory<byte>? value)
    {
        if (value is not { } bytes) return;
        _section.Byte(id);
        _section.Binary(bytes.Span);
    }
}
