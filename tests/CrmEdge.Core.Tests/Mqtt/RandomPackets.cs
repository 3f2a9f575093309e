using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Packets;

namespace CrmEdge.Core.Tests.Mqtt;

/// <summary>Valid packets made from a seed.</summary>
internal sealed class RandomPackets(int seed)
{
    private readonly Random _random = new(seed);

    public MqttVersion Version() => Flip() ? MqttVersion.V5 : MqttVersion.V311;

    public byte[] Bytes(int max)
    {
        var bytes = new byte[_random.Next(max)];
        _random.NextBytes(bytes);
        return bytes;
    }

    public int Below(int max) => _random.Next(max);

    /// <summary>Any packet but CONNECT, which would change the version of the stream.</summary>
    public MqttPacket Next(MqttVersion version)
    {
        var v5 = version == MqttVersion.V5;
        return _random.Next(v5 ? 12 : 10) switch
        {
            0 => new ConnAckPacket(Flip(), MqttReasonCode.NotAuthorized, v5 ? Limits() : null),
            1 or 2 or 3 => Publish(v5),
            4 => new PublishReplyPacket(
                (MqttPacketType)_random.Next((int)MqttPacketType.PubAck, (int)MqttPacketType.PubComp + 1), Id(),
                MqttReasonCode.Success, v5 && Flip() ? Reason() : null),
            5 => new SubscribePacket(Id(), [.. Filters().Select(f => Subscription(f, v5))], v5 && Flip() ? Identified() : null),
            6 => new UnsubscribePacket(Id(), Filters(), v5 && Flip() ? Users() : null),
            7 => new SubscribeReplyPacket(
                MqttPacketType.SubAck, Id(), [MqttReasonCode.GrantedQos1, MqttReasonCode.UnspecifiedError]),
            8 => new SubscribeReplyPacket(MqttPacketType.UnsubAck, Id(), v5 ? [MqttReasonCode.Success] : []),
            9 => Flip() ? PingPacket.Request : PingPacket.Response,
            10 => new DisconnectPacket(MqttReasonCode.KeepAliveTimeout, Flip() ? Reason() : null),
            _ => new AuthPacket(
                MqttReasonCode.ReAuthenticate, new() { AuthenticationMethod = Text(), AuthenticationData = Bytes(20) }),
        };
    }

    public ConnectPacket Connect() => new()
    {
        Version = MqttVersion.V5, ClientId = Text(), CleanStart = Flip(), KeepAliveSeconds = Id(),
        UserName = Flip() ? Text() : null, Password = Flip() ? Bytes(30) : null, Will = Flip() ? Message(v5: true) : null,
        Properties = Flip()
            ? new() { ReceiveMaximum = Id(), SessionExpirySeconds = Id(), UserProperties = [new(Text(), Text())] }
            : null,
    };

    private PublishPacket Publish(bool v5)
    {
        var message = Message(v5);
        return message.Qos == MqttQos.AtMostOnce ? new PublishPacket(message) : new PublishPacket(message, Id(), Flip());
    }

    private MqttMessage Message(bool v5) => new(Text(), Bytes(300), (MqttQos)_random.Next(3))
    {
        Retain = Flip(),
        Properties = v5 && Flip()
            ? new()
            {
                PayloadIsText = Flip(), MessageExpirySeconds = Id(), ContentType = Text(), CorrelationData = Bytes(40),
                UserProperties = [new(Text(), Text()), new(Text(), Text())],
            }
            : null,
    };

    private MqttProperties Limits() => new()
    {
        ReceiveMaximum = Id(), MaximumPacketBytes = Id(), MaximumQos = (byte)_random.Next(2), WildcardAvailable = Flip(),
        AssignedClientIdentifier = Text(), ServerKeepAliveSeconds = Id(),
    };

    private MqttProperties Reason() => new() { ReasonString = Text(), UserProperties = [new(Text(), Text())] };

    private MqttProperties Identified() => new() { SubscriptionIdentifiers = [_random.Next(1, 268_435_456)] };

    private MqttProperties Users() => new() { UserProperties = [new(Text(), Text())] };

    private MqttSubscription Subscription(string filter, bool v5) => new(filter, (MqttQos)_random.Next(3))
    {
        NoLocal = v5 && Flip(), RetainAsPublished = v5 && Flip(), RetainHandling = (byte)(v5 ? _random.Next(3) : 0),
    };

    private string[] Filters() => [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Flip() ? Text() : Text() + "/+/#")];

    private string Text() => string.Concat(_random.GetItems(["a", "Z", "/", "ä", "€", "𝄞", "$"], _random.Next(1, 12)));

    private ushort Id() => (ushort)_random.Next(1, 65_536);

    private bool Flip() => _random.Next(2) == 0;
}
