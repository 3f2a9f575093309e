using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Listener;
using CrmEdge.Mqtt.Packets;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

public sealed class ReasonCodeTests
{
    /// <summary>MQTT 5.0 table 2-6, row by row: C CONNACK, A PUBACK and PUBREC, R PUBREL and PUBCOMP, S SUBACK, U UNSUBACK, D
    /// DISCONNECT, X AUTH.</summary>
    private const string Rows = """
        00 CARSUDX  01 S     02 S     04 D     10 A     11 U     18 X     19 X     80 CASUD  81 CD    82 CD    83 CASUD
        84 C        85 C     86 C     87 CASUD 88 C     89 CD    8A C     8B D     8C C      8D D     8E D     8F SUD
        90 CAD      91 ASU   92 R     93 D     94 D     95 CD    96 D     97 CASD  98 D      99 CAD   9A CD    9B CD
        9C CD       9D CD    9E SD    9F CD    A0 D     A1 SD    A2 SD
        """;

    private static readonly Dictionary<byte, string> Table = Rows
        .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)
        .Chunk(2)
        .ToDictionary(row => Convert.ToByte(row[0], 16), row => row[1]);

    [Theory]
    [InlineData('C', "ConnAck")]
    [InlineData('A', "PubAck PubRec")]
    [InlineData('R', "PubRel PubComp")]
    [InlineData('S', "SubAck")]
    [InlineData('U', "UnsubAck")]
    [InlineData('D', "Disconnect")]
    [InlineData('X', "Auth")]
    public void A_packet_takes_the_reasons_of_the_standard(char column, string types)
    {
        foreach (var type in types.Split(' ').Select(Enum.Parse<MqttPacketType>))
        {
            for (var code = 0; code < 256; code++)
            {
                var expected = Table.TryGetValue((byte)code, out var columns)
                    && columns.Contains(column, StringComparison.Ordinal);
                Assert.True(expected == ReasonCodes.Allows(type, (MqttReasonCode)code), $"{type} 0x{code:X2}");
            }
        }
    }

    [Fact]
    public void Every_code_has_a_name() =>
        Assert.Equal(Table.Keys.Order(), Enum.GetValues<MqttReasonCode>().Select(code => (byte)code).Order());

    [Fact]
    public void Each_3_1_1_return_code_reads_back_as_it_was_written()
    {
        for (byte code = 0; code <= 5; code++)
            Assert.Equal(code, ReasonCodes.ToConnectReturnCode(ReasonCodes.FromConnectReturnCode(code)!.Value));
        Assert.Null(ReasonCodes.FromConnectReturnCode(6));
    }

    [Theory]
    [InlineData(MqttReasonCode.Banned, 5)]
    [InlineData(MqttReasonCode.BadAuthenticationMethod, 5)]
    [InlineData(MqttReasonCode.ServerBusy, 3)]
    [InlineData(MqttReasonCode.QuotaExceeded, 3)]
    public void A_reason_3_1_1_does_not_know_becomes_the_nearest(MqttReasonCode reason, byte code) =>
        Assert.Equal(code, ReasonCodes.ToConnectReturnCode(reason));

    [Theory]
    [InlineData("311 id= clean=0", 0x85)]
    [InlineData("311 id= clean=1", 0)]
    [InlineData("5 id= clean=0", 0)]
    [InlineData("5 long", 0x85)]
    [InlineData("5 control", 0x85)]
    [InlineData("5 auth", 0x8C)]
    [InlineData("5 tiny", 0x95)]
    [InlineData("5 will2", 0x9B)]
    [InlineData("5 willretain", 0x9A)]
    [InlineData("311 will2", 0)]
    [InlineData("311 willretain", 0)]
    [InlineData("5 will", 0)]
    public void A_connect_is_checked_before_anyone_is_asked(string words, byte reason)
    {
        var has = words.Split(' ').ToHashSet();
        var v5 = has.Contains("5");
        var will = has.FirstOrDefault(w => w.StartsWith("will", StringComparison.Ordinal));
        var connect = new ConnectPacket
        {
            Version = v5 ? MqttVersion.V5 : MqttVersion.V311,
            ClientId = has.Contains("long") ? new string('x', 257)
                : has.Contains("id=") ? ""
                : has.Contains("control") ? "c\n" : "c",
            CleanStart = !has.Contains("clean=0"),
            Will = will is null
                ? null
                : new("w", default, will == "will2" ? MqttQos.ExactlyOnce : MqttQos.AtLeastOnce)
                {
                    Retain = will == "willretain",
                },
            Properties = new()
            {
                AuthenticationMethod = has.Contains("auth") ? "SCRAM" : null,
                MaximumPacketBytes = has.Contains("tiny") ? 127u : null,
            },
        };
        Assert.Equal((MqttReasonCode)reason, SessionTerms.Check(connect, new MqttListenerOptions()).Code);
    }

    [Theory]
    [InlineData(MqttVersion.V311, 60, 90.0, null)]
    [InlineData(MqttVersion.V311, 0, null, null)]
    [InlineData(MqttVersion.V5, 60, 90.0, null)]
    [InlineData(MqttVersion.V5, 0, 1800.0, 1200)]
    [InlineData(MqttVersion.V5, 1201, 1800.0, 1200)]
    [InlineData(MqttVersion.V311, 1201, 1801.5, null)]
    public void The_keep_alive_limit_is_one_and_a_half_times_what_is_granted(
        MqttVersion version, ushort asked, double? limit, int? imposed)
    {
        var connect = new ConnectPacket { Version = version, ClientId = "c", KeepAliveSeconds = asked };
        var terms = SessionTerms.Of(connect, "c", new MqttListenerOptions());
        Assert.Equal(limit, terms.KeepAliveLimit?.TotalSeconds);
        Assert.Equal((ushort?)imposed, terms.Welcome.Properties?.ServerKeepAliveSeconds);
    }
}
