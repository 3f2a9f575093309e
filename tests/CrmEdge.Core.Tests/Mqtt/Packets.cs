using System.Buffers;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Codec;
using CrmEdge.Mqtt.Packets;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

/// <summary>Shortcuts over the codec.</summary>
internal static class Packets
{
    public const int BytesMax = 1024 * 1024;

    public static byte[] Encode(MqttPacket packet, MqttVersion version)
    {
        var output = new PacketWriter();
        new PacketEncoder(version).Write(output, packet);
        return output.Written.ToArray();
    }

    public static (ReadStatus Status, MqttPacket? Packet, MqttFault Fault, long Left) Decode(
        byte[] bytes, MqttVersion version, int max = BytesMax)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        var status = new PacketDecoder(version, max).TryRead(ref input, out var packet, out var fault);
        return (status, packet, fault, input.Length);
    }

    /// <summary>Everything a stream holds until it ends or breaks; fails when a step does not progress.</summary>
    public static (List<MqttPacket> Packets, MqttFault Fault) DecodeAll(ReadOnlySequence<byte> input, MqttVersion version)
    {
        var decoder = new PacketDecoder(version, BytesMax);
        var packets = new List<MqttPacket>();
        while (true)
        {
            var before = input.Length;
            var status = decoder.TryRead(ref input, out var packet, out var fault);
            Assert.Equal(status == ReadStatus.Ok, packet is not null);
            Assert.Equal(status == ReadStatus.Faulty, fault.IsFault);
            if (status != ReadStatus.Ok)
            {
                Assert.Equal(before, input.Length);
                return (packets, fault);
            }

            Assert.True(input.Length < before);
            packets.Add(packet!);
        }
    }

    public static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
