using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Codec;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

public sealed class PacketFaultTests
{
    [Theory]
    [InlineData("00 00", MqttVersion.V5, 0x81)]                                     // type 0
    [InlineData("F0 00", MqttVersion.V311, 0x81)]                                   // AUTH in 3.1.1
    [InlineData("C1 00", MqttVersion.V5, 0x81)]                                     // reserved flags
    [InlineData("80 00", MqttVersion.V5, 0x81)]                                     // SUBSCRIBE without its flag
    [InlineData("C0 FF FF FF FF 01", MqttVersion.V5, 0x81)]                         // five length bytes
    [InlineData("C0 80 00", MqttVersion.V5, 0x81)]                                  // padded length
    [InlineData("C0 01 00", MqttVersion.V5, 0x81)]                                  // bytes left over
    [InlineData("30 FF FF FF 7F", MqttVersion.V5, 0x95)]                            // larger than taken, body not yet there
    [InlineData("36 05 0001 61 0001", MqttVersion.V311, 0x81)]                      // QoS 3
    [InlineData("38 03 0001 61", MqttVersion.V311, 0x81)]                           // DUP with QoS 0
    [InlineData("30 03 0001 2B", MqttVersion.V311, 0x81)]                           // topic name +
    [InlineData("30 03 0001 23", MqttVersion.V311, 0x81)]                           // topic name #
    [InlineData("30 03 0001 00", MqttVersion.V311, 0x81)]                           // U+0000
    [InlineData("30 03 0001 FF", MqttVersion.V311, 0x81)]                           // not UTF-8
    [InlineData("30 05 0003 EDA080", MqttVersion.V311, 0x81)]                       // surrogate
    [InlineData("30 02 0005", MqttVersion.V311, 0x81)]                              // text longer than the packet
    [InlineData("30 02 0000", MqttVersion.V311, 0x82)]                              // no topic
    [InlineData("30 03 0000 00", MqttVersion.V5, 0x82)]                             // neither topic nor alias
    [InlineData("32 05 0001 61 0000", MqttVersion.V311, 0x82)]                      // packet id 0
    [InlineData("32 06 0001 61 0001 05", MqttVersion.V5, 0x81)]                     // properties longer than the packet
    [InlineData("30 06 0001 61 02 7F 00", MqttVersion.V5, 0x81)]                    // unknown property
    [InlineData("30 09 0001 61 05 11 00000001", MqttVersion.V5, 0x81)]              // property of another packet
    [InlineData("30 08 0001 61 04 01 01 01 01", MqttVersion.V5, 0x82)]              // property twice
    [InlineData("30 06 0001 61 02 01 02", MqttVersion.V5, 0x82)]                    // neither 0 nor 1
    [InlineData("30 06 0001 61 02 0B 00", MqttVersion.V5, 0x82)]                    // subscription identifier 0
    [InlineData("30 08 0001 61 04 08 0001 23", MqttVersion.V5, 0x82)]               // wildcard in the response topic
    [InlineData("40 02 0000", MqttVersion.V5, 0x82)]                                // PUBACK of id 0
    [InlineData("40 03 0001 01", MqttVersion.V5, 0x81)]                             // not a PUBACK reason
    [InlineData("40 03 0001 00", MqttVersion.V311, 0x81)]                           // 3.1.1 has no reason
    [InlineData("82 02 0001", MqttVersion.V311, 0x82)]                              // no filter
    [InlineData("82 05 0001 0000 00", MqttVersion.V311, 0x81)]                      // empty filter
    [InlineData("82 07 0001 0002 612B 00", MqttVersion.V311, 0x81)]                 // a+
    [InlineData("82 08 0001 0003 232F61 00", MqttVersion.V311, 0x81)]               // #/a
    [InlineData("82 06 0001 0001 61 03", MqttVersion.V311, 0x81)]                   // QoS 3
    [InlineData("82 06 0001 0001 61 04", MqttVersion.V311, 0x81)]                   // v5 option in 3.1.1
    [InlineData("82 07 0001 00 0001 61 40", MqttVersion.V5, 0x81)]                  // reserved option bits
    [InlineData("82 07 0001 00 0001 61 30", MqttVersion.V5, 0x82)]                  // retain handling 3
    [InlineData("82 0B 0001 04 0B 01 0B 02 0001 61 00", MqttVersion.V5, 0x82)]      // two subscription identifiers
    [InlineData("A2 02 0001", MqttVersion.V311, 0x82)]                              // nothing to unsubscribe
    [InlineData("90 03 0001 87", MqttVersion.V311, 0x81)]                           // v5 reason in 3.1.1
    [InlineData("20 02 02 00", MqttVersion.V311, 0x81)]                             // reserved CONNACK flag
    [InlineData("20 02 00 06", MqttVersion.V311, 0x82)]                             // unknown return code
    [InlineData("20 03 00 8E 00", MqttVersion.V5, 0x82)]                            // not a CONNACK reason
    [InlineData("E0 01 86", MqttVersion.V5, 0x81)]                                  // not a DISCONNECT reason
    [InlineData("E0 01 00", MqttVersion.V311, 0x81)]                                // 3.1.1 DISCONNECT is empty
    [InlineData("F0 01 80", MqttVersion.V5, 0x81)]                                  // not an AUTH reason
    [InlineData("10 0D 0004 4D515458 04 02 003C 0001 61", MqttVersion.V5, 0x82)]    // MQTX
    [InlineData("10 0D 0004 4D515454 06 02 003C 0001 61", MqttVersion.V5, 0x84)]    // level 6
    [InlineData("10 0F 0006 4D5149736470 03 02 003C 0001 61", MqttVersion.V5, 0x84)] // MQTT 3.1
    [InlineData("10 0D 0004 4D515454 04 03 003C 0001 61", MqttVersion.V5, 0x81)]    // reserved flag
    [InlineData("10 0D 0004 4D515454 04 0A 003C 0001 61", MqttVersion.V5, 0x81)]    // will QoS without a will
    [InlineData("10 0D 0004 4D515454 04 1E 003C 0001 61", MqttVersion.V5, 0x81)]    // will QoS 3
    [InlineData("10 0F 0004 4D515454 04 42 003C 0001 61 0000", MqttVersion.V5, 0x81)] // 3.1.1 password without user
    [InlineData("10 10 0004 4D515454 05 02 0000 03 21 0000 0000", MqttVersion.V5, 0x82)] // receive maximum 0
    [InlineData("10 12 0004 4D515454 05 02 0000 05 27 00000000 0000", MqttVersion.V5, 0x82)] // maximum packet size 0
    [InlineData("10 11 0004 4D515454 05 02 0000 04 16 0001 00 0000", MqttVersion.V5, 0x82)] // data without method
    public void An_offence_has_its_name(string hex, MqttVersion version, byte reason)
    {
        var read = Packets.Decode(Packets.Hex(hex), version);
        Assert.Equal((ReadStatus.Faulty, (MqttReasonCode)reason), (read.Status, read.Fault.Code));
        Assert.NotEmpty(read.Fault.Text);
    }

    [Fact]
    public void A_padded_length_is_taken_from_a_3_1_1_device() =>
        Assert.Equal(ReadStatus.Ok, Packets.Decode(Packets.Hex("C0 80 00"), MqttVersion.V311).Status);

    [Theory]
    [InlineData("00", 0)]
    [InlineData("7F", 127)]
    [InlineData("80 01", 128)]
    [InlineData("FF 7F", 16_383)]
    [InlineData("80 80 01", 16_384)]
    [InlineData("FF FF 7F", 2_097_151)]
    [InlineData("80 80 80 01", 2_097_152)]
    [InlineData("FF FF FF 7F", 268_435_455)]
    public void A_variable_byte_integer_is_read_and_written_at_its_limits(string hex, int value)
    {
        var bytes = Packets.Hex(hex);
        Assert.Equal(ReadStatus.Ok, VarInt.TryRead(bytes, out var read, out var length, out var minimal));
        Assert.Equal((value, bytes.Length, true), (read, length, minimal));
        var output = new byte[VarInt.BytesMax];
        Assert.Equal(bytes, output[..VarInt.Write(output, value)]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(268_435_456)]
    public void A_number_that_does_not_fit_is_not_written(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => VarInt.Write(new byte[5], value));

    [Theory]
    [InlineData(7, true)]
    [InlineData(6, false)]
    public void The_packet_limit_counts_the_header(int max, bool taken) => Assert.Equal(
        taken ? ReadStatus.Ok : ReadStatus.Faulty,
        Packets.Decode(Packets.Hex("30 05 0003 612F62"), MqttVersion.V311, max).Status);
}
