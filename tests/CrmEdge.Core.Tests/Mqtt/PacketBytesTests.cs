using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Packets;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

/// <summary>Every packet type in both versions against bytes written out by hand from the standards.</summary>
public sealed class PacketBytesTests
{
    private static readonly Dictionary<string, (MqttVersion Version, MqttPacket Packet, string Hex)> Table = new()
    {
        ["connect, 3.1.1, least"] = (MqttVersion.V311,
            new ConnectPacket { Version = MqttVersion.V311, ClientId = "a", KeepAliveSeconds = 60 },
            "10 0D 0004 4D515454 04 02 003C 0001 61"),
        ["connect, 3.1.1, all"] = (MqttVersion.V311,
            new ConnectPacket
            {
                Version = MqttVersion.V311, ClientId = "a", CleanStart = false, UserName = "u", Password = new byte[] { 1, 2 },
                Will = new MqttMessage("w", new byte[] { 9 }) { Retain = true },
            },
            "10 1A 0004 4D515454 04 EC 0000 0001 61 0001 77 0001 09 0001 75 0002 0102"),
        ["connect, 5, least"] = (MqttVersion.V5,
            new ConnectPacket { Version = MqttVersion.V5, ClientId = "" }, "10 0D 0004 4D515454 05 02 0000 00 0000"),
        ["connect, 5, all"] = (MqttVersion.V5,
            new ConnectPacket
            {
                Version = MqttVersion.V5, ClientId = "a", Password = new byte[] { 1 },
                Will = new MqttMessage("w", default, MqttQos.AtMostOnce) { Properties = new() { WillDelaySeconds = 5 } },
                Properties = new()
                {
                    SessionExpirySeconds = 10, AuthenticationMethod = "m", AuthenticationData = new byte[] { 7 },
                    RequestProblemInformation = false, RequestResponseInformation = true, ReceiveMaximum = 20,
                    TopicAliasMaximum = 3, UserProperties = [new("k", "v"), new("k", "x")], MaximumPacketBytes = 1000,
                },
            },
            """
            10 46 0004 4D515454 05 46 0000
              2A 11 0000000A 15 0001 6D 16 0001 07 17 00 19 01 21 0014 22 0003 27 000003E8 26 0001 6B 0001 76 26 0001 6B 0001 78
              0001 61  05 18 00000005  0001 77 0000  0001 01
            """),
        ["connack, 3.1.1"] = (MqttVersion.V311, new ConnAckPacket(true, MqttReasonCode.Success), "20 02 01 00"),
        ["connack, 3.1.1, refused"] =
            (MqttVersion.V311, new ConnAckPacket(false, MqttReasonCode.BadUserNameOrPassword), "20 02 00 04"),
        ["connack, 5"] = (MqttVersion.V5, new ConnAckPacket(false, MqttReasonCode.BadUserNameOrPassword), "20 03 00 86 00"),
        ["connack, 5, all"] = (MqttVersion.V5,
            new ConnAckPacket(true, MqttReasonCode.Success, new()
            {
                SessionExpirySeconds = 0, AssignedClientIdentifier = "c", ServerKeepAliveSeconds = 9, ResponseInformation = "r",
                ServerReference = "s", ReasonString = "y", ReceiveMaximum = 1, TopicAliasMaximum = 0, MaximumQos = 1,
                RetainAvailable = false, MaximumPacketBytes = 2, WildcardAvailable = true,
                SubscriptionIdentifiersAvailable = false, SharedSubscriptionsAvailable = false,
            }),
            """
            20 30 01 00
              2D 11 00000000 12 0001 63 13 0009 1A 0001 72 1C 0001 73 1F 0001 79 21 0001 22 0000 24 01 25 00 27 00000002
              28 01 29 00 2A 00
            """),
        ["publish, 3.1.1, QoS 0"] =
            (MqttVersion.V311, new PublishPacket(new("a/b", "x"u8.ToArray(), MqttQos.AtMostOnce)), "30 06 0003 612F62 78"),
        ["publish, 3.1.1, QoS 1 again, retained"] =
            (MqttVersion.V311, new PublishPacket(new("a", default) { Retain = true }, 10, true), "3B 05 0001 61 000A"),
        ["publish, 3.1.1, QoS 2"] =
            (MqttVersion.V311, new PublishPacket(new("a", default, MqttQos.ExactlyOnce), 0xFFFF), "34 05 0001 61 FFFF"),
        ["publish, 5"] = (MqttVersion.V5, new PublishPacket(new("a", "x"u8.ToArray()), 1), "32 07 0001 61 0001 00 78"),
        ["publish, 5, all"] = (MqttVersion.V5,
            new PublishPacket(new("a", default, MqttQos.AtMostOnce)
            {
                Properties = new()
                {
                    PayloadIsText = true, MessageExpirySeconds = 1, ContentType = "t", ResponseTopic = "r",
                    CorrelationData = new byte[] { 4 }, SubscriptionIdentifiers = [1, 300], TopicAlias = 2,
                    UserProperties = [new("", "")],
                },
            }),
            "30 24 0001 61 20 01 01 02 00000001 03 0001 74 08 0001 72 09 0001 04 0B 01 0B AC02 23 0002 26 0000 0000"),
        ["puback, 3.1.1"] = (MqttVersion.V311, new PublishReplyPacket(MqttPacketType.PubAck, 1), "40 02 0001"),
        ["puback, 5"] = (MqttVersion.V5, new PublishReplyPacket(MqttPacketType.PubAck, 1), "40 02 0001"),
        ["puback, 5, refused"] =
            (MqttVersion.V5, new PublishReplyPacket(MqttPacketType.PubAck, 1, MqttReasonCode.NotAuthorized), "40 03 0001 87"),
        ["puback, 5, with text"] = (MqttVersion.V5,
            new PublishReplyPacket(MqttPacketType.PubAck, 1, MqttReasonCode.QuotaExceeded, new() { ReasonString = "q" }),
            "40 08 0001 97 04 1F 0001 71"),
        ["pubrec, 5"] = (MqttVersion.V5, new PublishReplyPacket(MqttPacketType.PubRec, 2), "50 02 0002"),
        ["pubrel, 5"] = (MqttVersion.V5,
            new PublishReplyPacket(MqttPacketType.PubRel, 3, MqttReasonCode.PacketIdentifierNotFound), "62 03 0003 92"),
        ["pubrel, 3.1.1"] = (MqttVersion.V311, new PublishReplyPacket(MqttPacketType.PubRel, 3), "62 02 0003"),
        ["pubcomp, 5"] = (MqttVersion.V5, new PublishReplyPacket(MqttPacketType.PubComp, 4), "70 02 0004"),
        ["subscribe, 3.1.1"] = (MqttVersion.V311,
            new SubscribePacket(1, [new("a/+"), new("#", MqttQos.ExactlyOnce)]), "82 0C 0001 0003 612F2B 01 0001 23 02"),
        ["subscribe, 5"] = (MqttVersion.V5,
            new SubscribePacket(
                1,
                [new("a", MqttQos.AtMostOnce) { NoLocal = true, RetainAsPublished = true, RetainHandling = 2 }],
                new() { SubscriptionIdentifiers = [7] }),
            "82 09 0001 02 0B 07 0001 61 2C"),
        ["suback, 3.1.1"] = (MqttVersion.V311,
            new SubscribeReplyPacket(MqttPacketType.SubAck, 1, [MqttReasonCode.GrantedQos1, MqttReasonCode.UnspecifiedError]),
            "90 04 0001 01 80"),
        ["suback, 5"] = (MqttVersion.V5,
            new SubscribeReplyPacket(MqttPacketType.SubAck, 1, [MqttReasonCode.Success, MqttReasonCode.NotAuthorized]),
            "90 05 0001 00 00 87"),
        ["unsubscribe, 3.1.1"] = (MqttVersion.V311, new UnsubscribePacket(2, ["a", "b"]), "A2 08 0002 0001 61 0001 62"),
        ["unsubscribe, 5"] = (MqttVersion.V5, new UnsubscribePacket(2, ["a"]), "A2 06 0002 00 0001 61"),
        ["unsuback, 3.1.1"] = (MqttVersion.V311, new SubscribeReplyPacket(MqttPacketType.UnsubAck, 2, []), "B0 02 0002"),
        ["unsuback, 5"] = (MqttVersion.V5,
            new SubscribeReplyPacket(MqttPacketType.UnsubAck, 2, [MqttReasonCode.NoSubscriptionExisted]), "B0 04 0002 00 11"),
        ["pingreq"] = (MqttVersion.V311, PingPacket.Request, "C0 00"),
        ["pingresp"] = (MqttVersion.V5, PingPacket.Response, "D0 00"),
        ["disconnect, 3.1.1"] = (MqttVersion.V311, new DisconnectPacket(), "E0 00"),
        ["disconnect, 5"] = (MqttVersion.V5, new DisconnectPacket(), "E0 00"),
        ["disconnect, 5, taken over"] = (MqttVersion.V5, new DisconnectPacket(MqttReasonCode.SessionTakenOver), "E0 01 8E"),
        ["disconnect, 5, with text"] = (MqttVersion.V5,
            new DisconnectPacket(MqttReasonCode.AdministrativeAction, new() { ReasonString = "s", SessionExpirySeconds = 1 }),
            "E0 0B 98 09 11 00000001 1F 0001 73"),
        ["auth, 5"] = (MqttVersion.V5,
            new AuthPacket(MqttReasonCode.ContinueAuthentication, new() { AuthenticationMethod = "m" }),
            "F0 06 18 04 15 0001 6D"),
        ["auth, 5, least"] = (MqttVersion.V5, new AuthPacket(MqttReasonCode.Success), "F0 00"),
    };

    public static TheoryData<string> Names => [.. Table.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_packet_is_written_as_the_standard_says(string name)
    {
        var (version, packet, hex) = Table[name];
        Assert.Equal(Convert.ToHexString(Packets.Hex(Clean(hex))), Convert.ToHexString(Packets.Encode(packet, version)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Bytes_are_read_into_a_packet_that_writes_the_same_bytes(string name)
    {
        var (version, packet, hex) = Table[name];
        var bytes = Packets.Hex(Clean(hex));
        var read = Packets.Decode(bytes, version);
        Assert.Equal((ReadStatus.Ok, packet.Type, 0L), (read.Status, read.Packet!.Type, read.Left));
        Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(Packets.Encode(read.Packet, version)));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_packet_cut_anywhere_asks_for_more(string name)
    {
        var (version, _, hex) = Table[name];
        var bytes = Packets.Hex(Clean(hex));
        for (var cut = 0; cut < bytes.Length; cut++)
            Assert.Equal(ReadStatus.NeedMore, Packets.Decode(bytes[..cut], version).Status);
    }

    [Fact]
    public void Every_packet_type_is_in_the_table() =>
        Assert.Empty(Enum.GetValues<MqttPacketType>().Except(Table.Values.Select(row => row.Packet.Type)));

    private static string Clean(string hex) => hex.ReplaceLineEndings(" ");
}
