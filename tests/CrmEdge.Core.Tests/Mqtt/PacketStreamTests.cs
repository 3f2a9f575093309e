using System.Buffers;
using CrmEdge.Mqtt;
using CrmEdge.Mqtt.Packets;
using CrmEdge.TestKit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CrmEdge.Core.Tests.Mqtt;

public sealed class PacketStreamTests
{
    private const int PacketsMax = 12;

    private static readonly Config Many = Properties.Of(400);

    [Fact]
    public void What_is_written_reads_back_the_same() => ForSeeds(seed =>
    {
        var random = new RandomPackets(seed);
        var version = random.Version();
        var bytes = Packets.Encode(random.Next(version), version);
        Assert.Equal(bytes, Packets.Encode(Packets.Decode(bytes, version).Packet!, version));
    });

    [Fact]
    public void A_connect_reads_back_the_same_and_tells_its_version() => ForSeeds(seed =>
    {
        var bytes = Packets.Encode(new RandomPackets(seed).Connect(), MqttVersion.V5);
        var read = Assert.IsType<ConnectPacket>(Packets.Decode(bytes, MqttVersion.V311).Packet);
        Assert.Equal(bytes, Packets.Encode(read, read.Version));
    });

    [Fact]
    public void A_stream_gives_the_same_packets_however_it_is_cut() => ForSeeds(seed =>
    {
        var random = new RandomPackets(seed);
        var version = random.Version();
        var written = Enumerable.Range(0, 1 + random.Below(PacketsMax))
            .Select(_ => Packets.Encode(random.Next(version), version)).ToList();
        var (packets, fault) = Packets.DecodeAll(Cut(written.SelectMany(b => b).ToArray(), random), version);
        Assert.False(fault.IsFault, fault.Text);
        Assert.Equal(written, packets.Select(p => Packets.Encode(p, version)));
    });

    [Fact]
    public void Junk_ends_in_a_named_fault_or_in_waiting_for_more() => ForSeeds(seed =>
    {
        var random = new RandomPackets(seed);
        Packets.DecodeAll(Cut(random.Bytes(400), random), random.Version());
    });

    [Fact]
    public void A_damaged_stream_ends_in_a_named_fault_or_in_other_packets() => ForSeeds(seed =>
    {
        var random = new RandomPackets(seed);
        var version = random.Version();
        var bytes = Enumerable.Range(0, 3).SelectMany(_ => Packets.Encode(random.Next(version), version)).ToArray();
        for (var hits = 1 + random.Below(4); hits > 0; hits--) bytes[random.Below(bytes.Length)] = (byte)random.Below(256);
        var packets = Packets.DecodeAll(Cut(bytes, random), version).Packets;
        foreach (var packet in packets) Packets.Encode(packet, version);
    });

    private static void ForSeeds(Action<int> check) => Check.One(Many, Prop.ForAll(Properties.Seeds, check));

    /// <summary>The bytes as a chain of segments of random length, many of one byte.</summary>
    private static ReadOnlySequence<byte> Cut(byte[] bytes, RandomPackets random)
    {
        var first = new Segment(default, null);
        var last = first;
        for (var at = 0; at < bytes.Length;)
        {
            var length = Math.Min(bytes.Length - at, 1 + (random.Below(2) == 0 ? 0 : random.Below(50)));
            last = new Segment(bytes.AsMemory(at, length), last);
            at += length;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? former)
        {
            Memory = memory;
            if (former is null) return;
            RunningIndex = former.RunningIndex + former.Memory.Length;
            former.Next = this;
        }
    }
}
